package io.sluice.ingest.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ingest.place.PacedInput.TooSlowException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PacedInputTest {

    private static final LeastRate LEAST = new LeastRate(1_000, Duration.ofSeconds(30));

    private final AtomicReference<LeastRate> least = new AtomicReference<>(LEAST);
    private long now;

    /// A client that sends so many bytes after each wait.
    private InputStream client(Duration wait, int bytes) {
        return new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("bytes are read together");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                now += wait.toNanos();
                return bytes;
            }
        };
    }

    @Test
    void endsABodyBelowTheLeastRate() throws IOException {
        var body = paced(client(Duration.ofSeconds(1), 10));
        for (var second = 0; second < 30; second++) {
            assertThat(body.read(new byte[10])).isEqualTo(10);
        }

        assertThatThrownBy(() -> body.read(new byte[10]))
                .isInstanceOf(TooSlowException.class)
                .hasMessageContaining("fewer than 1000 bytes a second")
                .hasMessageContaining("30 seconds");
    }

    @Test
    void readsALongBodyAtTheLeastRate() throws IOException {
        var body = paced(client(Duration.ofSeconds(1), 1_000));

        for (var second = 0; second < 3_000; second++) {
            assertThat(body.read(new byte[2_000])).isEqualTo(1_000);
        }
    }

    @Test
    void demandsMoreAsSoonAsPlacesAreScarce() throws IOException {
        var body = paced(client(Duration.ofSeconds(1), 1_000));
        assertThat(body.read(new byte[2_000])).isEqualTo(1_000);

        least.set(LEAST.under(1));

        assertThatThrownBy(() -> readFor(body, 10)).isInstanceOf(TooSlowException.class);
    }

    @Test
    void endsABodyThatExceedsTheMaximumTime() {
        var body = paced(client(Duration.ofSeconds(1), 1_000_000));

        assertThatThrownBy(() -> readFor(body, 3_601))
                .isInstanceOf(TooSlowException.class)
                .hasMessageContaining("within 3600 seconds");
    }

    @Test
    void doesNotChargeTheClientForTheTimeOfTheServer() throws IOException {
        var body = paced(client(Duration.ZERO, 1));

        for (var hour = 0; hour < 100; hour++) {
            assertThat(body.read(new byte[10])).isEqualTo(1);
            now += Duration.ofHours(1).toNanos();
        }
    }

    @Test
    void acceptsTheLateEndOfASmallBody() throws IOException {
        assertThat(paced(client(Duration.ofHours(2), -1)).read(new byte[10])).isEqualTo(-1);
    }

    private PacedInput paced(InputStream client) {
        return new PacedInput(client, least::get, Duration.ofHours(1), () -> now);
    }

    private static void readFor(InputStream body, int times) throws IOException {
        for (var i = 0; i < times; i++) {
            assertThat(body.read(new byte[2_000])).isPositive();
        }
    }
}
