package io.sluice.streams;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running topology. It is born running, is closed once, and stops by itself, loudly, when its code has a bug.
///
/// A passing fault of Kafka that escapes a stream thread costs that thread, which is replaced. Anything else is a bug
/// or a record that will fail again: going on would lose it, so the whole application stops and [#running()] turns
/// false.
public final class StreamsApplication implements AutoCloseable {

    /// Gauge; tag `application`.
    static final String LAG = "sluice.streams.lag";

    /// Longest wait for the first assignment and for the state to be restored from its changelogs.
    private static final Duration START_TIMEOUT = Duration.ofMinutes(10);

    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);

    private final String applicationId;
    private final KafkaStreams streams;

    private StreamsApplication(String applicationId, KafkaStreams streams) {
        this.applicationId = applicationId;
        this.streams = streams;
    }

    /// The id of a topic, which another topic of the same name will not have.
    ///
    /// @throws StreamsStartException when there is no such topic or Kafka cannot be reached
    public static String topicId(KafkaConfig kafka, Topic<?> topic) {
        try (var admin = new KafkaClients(kafka).admin()) {
            var description = admin.describeTopics(List.of(topic.name()))
                    .topicNameValues()
                    .get(topic.name());
            return requireNonNull(description)
                    .get(ADMIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .topicId()
                    .toString();
        } catch (ExecutionException | TimeoutException e) {
            throw new StreamsStartException("cannot look up topic " + topic.name() + " at " + kafka, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamsStartException("interrupted while topic " + topic.name() + " was looked up", e);
        }
    }

    /// Starts `topology` and waits until it processes records. The topics it reads and writes must exist.
    ///
    /// @param threads  stream threads
    /// @param standbys copies of the state that other processes keep warm
    /// @throws StreamsStartException when it is not running in time
    public static StreamsApplication start(
            String applicationId, Topology topology, StreamsHome home, int threads, int standbys) {
        var properties = StreamsProperties.of(applicationId, home, threads, standbys);
        var streams = new KafkaStreams(topology, properties);
        var started = new CompletableFuture<Void>();
        streams.setStateListener((now, _) -> {
            LOG.atDebug()
                    .addKeyValue("application", applicationId)
                    .addKeyValue("state", now)
                    .log("state changed");
            switch (now) {
                case RUNNING -> started.complete(null);
                case ERROR, NOT_RUNNING ->
                    started.completeExceptionally(
                            new StreamsStartException(applicationId + " stopped while it was starting", null));
                case CREATED, REBALANCING, PENDING_ERROR, PENDING_SHUTDOWN -> {
                    // on the way to one of the others
                }
            }
        });
        streams.setUncaughtExceptionHandler(fault -> {
            started.completeExceptionally(fault);
            return responseTo(applicationId, fault);
        });
        var application = new StreamsApplication(applicationId, streams);
        try {
            streams.start();
            application.await(started);
        } catch (RuntimeException e) {
            application.close();
            throw e;
        }
        LOG.atInfo()
                .addKeyValue("application", applicationId)
                .addKeyValue("threads", threads)
                .log("streams running");
        return application;
    }

    /// Registers what is measured of every application.
    public void measure(MeterRegistry meters) {
        Gauge.builder(LAG, this, StreamsApplication::lag)
                .tag("application", applicationId)
                .description("records of the source topics that this process has not processed")
                .register(meters);
    }

    /// The consumers of an application tell their lag in records; that of restoring and standby state is not work.
    private double lag() {
        return streams.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("records-lag")
                        && !metric.getKey().tags().getOrDefault("topic", "").endsWith("-changelog"))
                .map(metric -> metric.getValue().metricValue())
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .filter(lag -> lag > 0)
                .sum();
    }

    /// Whether records are processed, now or as soon as a rebalance is over.
    public boolean running() {
        return streams.state().isRunningOrRebalancing();
    }

    /// Whether a bug has stopped it for good.
    public boolean failed() {
        return streams.state().hasCompletedShutdown();
    }

    /// Finishes the record in hand, commits and stops. As a static member it stays in its group, so that the next
    /// start takes the same partitions back at once; a process that is gone for good is missed after the session
    /// timeout.
    @Override
    public void close() {
        if (!streams.close(CLOSE_TIMEOUT)) {
            LOG.atWarn()
                    .addKeyValue("application", applicationId)
                    .addKeyValue("timeout", CLOSE_TIMEOUT)
                    .log("streams did not stop in time");
        }
    }

    private void await(CompletableFuture<Void> started) {
        try {
            started.get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new StreamsStartException(applicationId + " failed while it was starting", e.getCause());
        } catch (TimeoutException e) {
            throw new StreamsStartException(applicationId + " is not running after " + START_TIMEOUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamsStartException("interrupted while " + applicationId + " was starting", e);
        }
    }

    private static StreamThreadExceptionResponse responseTo(String applicationId, Throwable fault) {
        if (isTransient(fault)) {
            LOG.atWarn()
                    .addKeyValue("application", applicationId)
                    .setCause(fault)
                    .log("stream thread replaced after a passing fault");
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.atError().addKeyValue("application", applicationId).setCause(fault).log("streams stopped by a fault");
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    static boolean isTransient(Throwable fault) {
        for (var cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }
}
