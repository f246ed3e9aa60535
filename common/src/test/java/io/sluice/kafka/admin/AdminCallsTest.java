package io.sluice.kafka.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.ConfigurationException;
import io.sluice.watch.Outage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class AdminCallsTest {

    private final Outage outage = new Outage("test", Duration.ofMillis(1), Duration.ofMillis(5));
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void areRepeatedUntilTheySucceed() {
        var done = AdminCalls.untilDone(outage, () -> {
            if (calls.incrementAndGet() < 20) {
                throw new KafkaException("cannot create the topic", new TimeoutException("no node"));
            }
            return "done";
        });

        assertThat(done).isEqualTo("done");
        assertThat(calls).hasValue(20);
        assertThat(outage.isOn()).isFalse();
    }

    @Test
    void failAtOnceWhenTheClusterIsMisconfigured() {
        assertThatThrownBy(() -> AdminCalls.untilDone(outage, () -> {
                    calls.incrementAndGet();
                    throw new ConfigurationException("too few partitions");
                }))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("too few partitions");
        assertThat(calls).hasValue(1);
    }

    @Test
    void failAtOnceWithoutPermission() {
        assertThatThrownBy(() -> AdminCalls.untilDone(outage, () -> {
                    calls.incrementAndGet();
                    throw new KafkaException("cannot create", new ClusterAuthorizationException("not allowed"));
                }))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot create");
        assertThat(calls).hasValue(1);
    }

    @Test
    void endWhenTheThreadIsInterrupted() {
        assertThatThrownBy(() -> AdminCalls.untilDone(outage, () -> {
                    if (calls.incrementAndGet() == 3) {
                        Thread.currentThread().interrupt();
                    }
                    throw new KafkaException("no answer");
                }))
                .isInstanceOf(KafkaException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls).hasValue(3);
    }
}
