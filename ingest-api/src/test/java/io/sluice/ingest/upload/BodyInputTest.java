package io.sluice.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ingest.upload.BodyInput.BrokenBodyException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BodyInputTest {

    private final AtomicLong now = new AtomicLong();

    @Test
    void refusesABodyBelowTheMinimumRate() throws IOException {
        var body = input(new byte[100_000]);
        for (var second = 0; second < 30; second++) {
            pass(Duration.ofSeconds(1));
            assertThat(body.read(new byte[10])).isEqualTo(10);
        }

        pass(Duration.ofSeconds(1));

        assertThatThrownBy(() -> body.read(new byte[10]))
                .isInstanceOf(BrokenBodyException.class)
                .hasMessageContaining("too slowly");
    }

    @Test
    void acceptsALongBodyAtTheMinimumRate() throws IOException {
        var body = input(new byte[1_000_000]);

        for (var second = 0; second < 120; second++) {
            pass(Duration.ofSeconds(1));
            assertThat(body.read(new byte[2048])).isEqualTo(2048);
        }
    }

    @Test
    void acceptsTheLateEndOfASmallBody() throws IOException {
        var body = input(new byte[0]);
        pass(Duration.ofHours(1));

        assertThat(body.read(new byte[10])).isEqualTo(-1);
    }

    @Test
    void refusesTooManyBytesOutsideOfParts() throws IOException {
        var body = input(new byte[5 * 1024 * 1024]);

        assertThatThrownBy(body::readAllBytes)
                .isInstanceOf(BrokenBodyException.class)
                .hasMessageContaining("belong to no file");
    }

    @Test
    void acceptsLargeFiles() throws IOException {
        var body = input(new byte[20 * 1024 * 1024]);

        assertThat(body.counting(body).readAllBytes()).hasSize(20 * 1024 * 1024);
    }

    @Test
    void distinguishesReadFailuresFromOtherFailures() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };

        assertThatThrownBy(() -> new BodyInput(broken).read(new byte[1]))
                .isInstanceOf(BrokenBodyException.class)
                .hasMessageContaining("before it was complete");
    }

    private BodyInput input(byte[] bytes) {
        return new BodyInput(new ByteArrayInputStream(bytes), now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
