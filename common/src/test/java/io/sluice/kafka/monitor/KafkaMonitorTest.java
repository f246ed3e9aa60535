package io.sluice.kafka.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.watch.Heartbeats;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT) // most of it waits
class KafkaMonitorTest {

    private static final Duration INTERVAL = Duration.ofMillis(5);

    private final Heartbeats heartbeats = new Heartbeats();
    private final FakeProbe probe = new FakeProbe();

    @SuppressWarnings("NullAway.Init") // set by each test
    private KafkaMonitor contact;

    @AfterEach
    void close() {
        contact.close();
        assertThat(heartbeats.all()).isEmpty();
    }

    @Test
    void isAvailableWhileABrokerAnswers() {
        start(Duration.ofMillis(100));

        await().until(() -> probe.asked.get() > 3);

        assertThat(contact.awaySince()).isEmpty();
    }

    @Test
    void isUnavailableFromRefusedConnectionsUntilABrokerAnswers() {
        start(Duration.ofMillis(100));
        await().until(() -> probe.asked.get() > 1);
        var before = Instant.now();

        probe.refused = true;
        probe.answer = FakeProbe.SILENCE;
        await().atMost(Duration.ofSeconds(2)).until(() -> contact.awaySince().isPresent());
        assertThat(contact.awaySince().orElseThrow()).isBetween(before.minusSeconds(1), Instant.now());

        probe.refused = false;
        probe.answer = CompletableFuture.completedFuture(1);
        probe.pending.complete(1);
        await().until(() -> contact.awaySince().isEmpty());
    }

    @Test
    void isUnavailableAtOnceWhenNoBrokerIsActive() {
        probe.answer = CompletableFuture.completedFuture(0);

        start(Duration.ofMillis(100));

        await().atMost(Duration.ofSeconds(2)).until(() -> contact.awaySince().isPresent());
    }

    @Test
    void isUnavailableAfterFiveSecondsOfChecksWithoutAnAnswer() {
        probe.answer = FakeProbe.SILENCE;

        start(Duration.ofMillis(250));

        await().atMost(Duration.ofSeconds(20)).until(() -> contact.awaySince().isPresent());
        assertThat(contact.awaySince().orElseThrow()).isBefore(Instant.now().minusSeconds(4));
    }

    @Test
    void isUnavailableWhenCallsFail() {
        probe.answer = CompletableFuture.failedFuture(new TimeoutException("no node"));

        start(Duration.ofSeconds(1));

        await().atMost(Duration.ofSeconds(20)).until(() -> contact.awaySince().isPresent());
    }

    @Test
    void continuesAfterAFailureOfTheAdminClient() {
        probe.broken = true;

        start(Duration.ofSeconds(1));

        await().atMost(Duration.ofSeconds(20)).until(() -> contact.awaySince().isPresent());
        probe.broken = false;
        await().until(() -> contact.awaySince().isEmpty());
    }

    @Test
    void detectsARefusedConnection() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        contact = KafkaMonitor.start(new KafkaClients(new KafkaConfig("127.0.0.1:" + port)), heartbeats);

        await().atMost(Duration.ofSeconds(4)).until(() -> contact.awaySince().isPresent());
    }

    private void start(Duration look) {
        contact = KafkaMonitor.start(probe, INTERVAL, look, heartbeats);
    }

    private static final class FakeProbe implements ClusterProbe {

        static final Future<Integer> SILENCE = new CompletableFuture<>();

        private final CompletableFuture<Integer> pending = new CompletableFuture<>();
        private final AtomicInteger asked = new AtomicInteger();
        private volatile Future<Integer> answer = CompletableFuture.completedFuture(1);
        private volatile boolean refused;
        private volatile boolean broken;

        @Override
        public Future<Integer> activeBrokers() {
            asked.incrementAndGet();
            if (broken) {
                throw new IllegalStateException("closed");
            }
            return answer == SILENCE ? pending : answer;
        }

        @Override
        public boolean isRefused() {
            return refused;
        }

        @Override
        public void close() {}
    }
}
