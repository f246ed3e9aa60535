package io.sluice.lab.storm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.crash.CrashPoint;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServiceTest {

    private static final ArmedPoint POINT = new ArmedPoint(CrashPoint.DECIDED, 3);

    /// The options of all starts.
    private final List<List<String>> starts = new CopyOnWriteArrayList<>();

    @Test
    void isNotRestartedByItselfWhenItHaltsAtItsCrashPoint() throws Exception {
        try (var service = service("exit 137")) {
            service.start(POINT).get(30, TimeUnit.SECONDS);

            assertThat(service.running()).isEmpty();
            assertThat(service.exits()).isEmpty();
            assertThat(service.surprises()).isEmpty();
            assertThat(starts).containsExactly(List.of("-Dsluice.crash-point=DECIDED@3"));
        }
    }

    @Test
    void isRestartedWithoutACrashPointWhenItEndsOtherwise() {
        try (var service = service("exit 1")) {
            var halted = service.start(POINT);

            await().until(() -> starts.size() > 1);
            assertThat(starts.get(1)).isEmpty();
            assertThat(halted).isNotDone();
            assertThat(service.exits().getFirst().code()).isEqualTo(1);
        }
    }

    @Test
    void cannotBeArmedWhileItRuns() {
        try (var service = service("exec sleep 60")) {
            service.start();

            assertThatThrownBy(() -> service.start(POINT)).isInstanceOf(IllegalStateException.class);
        }
    }

    private Service service(String script) {
        return new Service(
                ServiceName.API_1,
                options -> {
                    starts.add(options);
                    return new ProcessBuilder("sh", "-c", script);
                },
                () -> true);
    }
}
