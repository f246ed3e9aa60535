package io.sluice.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunQueueTest {

    @TempDir
    private Path tasks;

    @Test
    void sumsTheWaitingTimesOfAllThreadsSinceTheLastCall() throws Exception {
        var queue = new RunQueue(tasks);
        task("1", "500 1000 7");
        task("2", "500 2000 7");
        assertThat(queue.waited()).isZero();

        task("1", "600 1100 8");
        task("2", "600 2000 8");
        task("3", "10 50 1");
        assertThat(queue.waited()).isEqualTo(Duration.ofNanos(150));

        queue.forget();
        assertThat(queue.waited()).isZero();
    }

    @Test
    void isZeroWithoutStatistics() throws Exception {
        Files.createDirectories(tasks.resolve("1"));
        var queue = new RunQueue(tasks);
        queue.waited();
        assertThat(queue.waited()).isZero();

        var absent = new RunQueue(tasks.resolve("absent"));
        absent.waited();
        assertThat(absent.waited()).isZero();
    }

    private void task(String id, String figures) throws IOException {
        Files.createDirectories(tasks.resolve(id));
        Files.writeString(tasks.resolve(id).resolve("schedstat"), figures + '\n');
    }
}
