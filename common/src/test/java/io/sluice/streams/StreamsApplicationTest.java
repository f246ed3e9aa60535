package io.sluice.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.admin.Replication;
import io.sluice.watch.Heartbeat;
import io.sluice.watch.Heartbeats;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamsApplicationTest {

    private static final StreamsTimes TIMES = new StreamsTimes(
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofMillis(5),
            Duration.ofMillis(5),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            Duration.ofMillis(10));

    private final Heartbeats heartbeats = new Heartbeats();
    private final List<FakeInstance> instances = new CopyOnWriteArrayList<>();
    private volatile @Nullable Instant awaySince;
    private volatile State atStart = State.RUNNING;
    private volatile @Nullable RuntimeException startFault;

    @SuppressWarnings("NullAway.Init") // set by each test
    private StreamsApplication application;

    @AfterEach
    void close() {
        if (application != null) {
            application.close();
            assertThat(instances).allMatch(instance -> instance.closed);
            assertThat(heartbeats.all()).isEmpty();
        }
    }

    @Test
    void startsANewInstanceAfterEveryFaultOfKafka() {
        start();

        for (var restarts = 1; restarts <= 10; restarts++) {
            last().fail(new StreamsException("cannot commit", new KafkaException("an unknown error")));
            var expected = restarts + 1;
            await().until(() -> instances.size() == expected && application.running());
        }

        assertThat(application.failed()).isFalse();
        assertThat(instances.getFirst().closed).isTrue();
    }

    @Test
    void replacesAThreadAfterATransientFault() {
        start();

        var response = last().handler.handle(new StreamsException("cannot send", new TimeoutException("no answer")));

        assertThat(response).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        assertThat(application.running()).isTrue();
        assertThat(instances).hasSize(1);
    }

    @Test
    void startsANewInstanceAfterOneHasStopped() {
        start();

        last().become(State.ERROR);

        await().until(() -> instances.size() == 2 && application.running());
    }

    @Test
    void failsAfterTheSameBugInSeveralInstances() {
        start();

        for (var restarts = 1; restarts <= 5; restarts++) {
            last().fail(new StreamsException("cannot process", new NullPointerException()));
            var expected = restarts + 1;
            await().until(() -> instances.size() == expected && application.running());
        }
        assertThat(application.failed()).isFalse();
        last().fail(new StreamsException("cannot process", new NullPointerException()));

        await().until(application::failed);
        assertThat(application.running()).isFalse();
        assertThat(instances).hasSize(6);
    }

    @Test
    void retriesItsStartUntilItRuns() throws Exception {
        startFault = new StreamsException("Could not create topic sluice-retries-changelog.");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var starting = threads.submit(this::start);
            await().until(() -> instances.size() >= 3);
            assertThat(starting.isDone()).isFalse();

            startFault = null;

            starting.get();
        }
        assertThat(application.running()).isTrue();
    }

    @Test
    void failsItsStartAfterABug() {
        startFault = new IllegalStateException("a bug");

        assertThatThrownBy(this::start)
                .isInstanceOf(StreamsStartException.class)
                .hasRootCause(startFault);
    }

    @Test
    void failsItsStartWhenItIsInterrupted() throws Exception {
        atStart = State.REBALANCING;
        try (var threads = Executors.newSingleThreadExecutor()) {
            var starting = threads.submit(this::start);
            await().until(() -> instances.size() == 1);

            starting.cancel(true);
        }

        await().until(() -> heartbeats.all().isEmpty());
        assertThat(instances.getFirst().closed).isTrue();
    }

    @Test
    void startsANewInstanceAfterAKick() {
        start();

        heartbeats.all().forEach(Heartbeat::kick);

        await().until(() -> instances.size() == 2 && application.running());
    }

    @Test
    void waitsForKafkaBeforeARestart() {
        start();
        var heartbeat = heartbeats.all().iterator().next();

        awaySince = Instant.now();
        assertThat(application.running()).isFalse();
        last().fail(new KafkaException("away"));
        await().until(() -> last().closed);
        var beats = heartbeat.beats();
        await().until(() -> heartbeat.beats() > beats + 5);
        assertThat(instances).hasSize(1);

        awaySince = null;
        await().until(() -> instances.size() == 2 && application.running());
    }

    @Test
    void doesNotBeatWhileItHangs() {
        start();
        var heartbeat = heartbeats.all().iterator().next();
        await().until(() -> heartbeat.beats() > 3);

        last().become(State.REBALANCING);
        await().until(heartbeat::isAllowed);
        var beats = heartbeat.beats();
        var looks = last().looks;

        await().until(() -> last().looks > looks + 5);
        assertThat(heartbeat.beats()).isLessThanOrEqualTo(beats + 1);
    }

    @Test
    void doesNotBeatWhileAThreadHangsInARecordOfARunningInstance() {
        start();
        var heartbeat = heartbeats.all().iterator().next();
        await().until(() -> heartbeat.beats() > 3);

        last().sinceLastPoll = Duration.ofMinutes(3);
        var looks = last().looks;
        await().until(() -> last().looks > looks + 5);
        var beats = heartbeat.beats();
        var later = last().looks;
        await().until(() -> last().looks > later + 5);
        assertThat(heartbeat.beats()).isEqualTo(beats);

        last().sinceLastPoll = Duration.ZERO;
        await().until(() -> heartbeat.beats() > beats);
    }

    @Test
    void measuresTheCurrentInstance() {
        start();
        var meters = new SimpleMeterRegistry();
        application.measure(meters);
        last().lag = 3;
        assertThat(meters.get(StreamsApplication.LAG).gauge().value()).isEqualTo(3);

        last().fail(new KafkaException("away"));
        await().until(() -> instances.size() == 2 && application.running());
        last().lag = 5;

        assertThat(meters.get(StreamsApplication.LAG).gauge().value()).isEqualTo(5);
    }

    @Test
    void closesAnInstanceQuicklyWhileKafkaIsUnavailable() {
        start();
        awaySince = Instant.now();

        application.close();

        assertThat(last().closeLimit).isEqualTo(TIMES.closeAway());
    }

    private FakeInstance last() {
        return instances.getLast();
    }

    private void start() {
        var home = new StreamsHome(
                new KafkaConfig("localhost:1"),
                new Replication((short) 1),
                Path.of("unused"),
                heartbeats,
                () -> Optional.ofNullable(awaySince));
        application = StreamsApplication.start(
                "app",
                (handler, changed) -> {
                    var instance = new FakeInstance(handler, changed);
                    instances.add(instance);
                    return instance;
                },
                home,
                TIMES);
    }

    private final class FakeInstance implements StreamsInstance {

        private final StreamsUncaughtExceptionHandler handler;
        private final Runnable changed;
        private volatile State state = State.CREATED;
        private volatile boolean closed;
        private volatile double lag;
        private volatile Duration sinceLastPoll = Duration.ZERO;
        private volatile int looks;
        private volatile @Nullable Duration closeLimit;

        FakeInstance(StreamsUncaughtExceptionHandler handler, Runnable changed) {
            this.handler = handler;
            this.changed = changed;
        }

        void become(State next) {
            state = next;
            changed.run();
        }

        void fail(RuntimeException fault) {
            assertThat(handler.handle(fault)).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
            become(State.PENDING_ERROR);
            become(State.ERROR);
        }

        @Override
        public void start() {
            var fault = startFault;
            if (fault != null) {
                throw fault;
            }
            become(atStart);
        }

        @Override
        public State state() {
            looks++;
            return state;
        }

        @Override
        public long restored() {
            return 0;
        }

        @Override
        public Duration sinceLastPoll() {
            return sinceLastPoll;
        }

        @Override
        public Map<MetricName, ? extends Metric> metrics() {
            var name = new MetricName("records-lag", "test", "", Map.of());
            return Map.of(name, new Metric() {
                @Override
                public MetricName metricName() {
                    return name;
                }

                @Override
                public Object metricValue() {
                    return lag;
                }
            });
        }

        @Override
        public boolean close(Duration limit) {
            closeLimit = limit;
            closed = true;
            become(State.NOT_RUNNING);
            return true;
        }
    }
}
