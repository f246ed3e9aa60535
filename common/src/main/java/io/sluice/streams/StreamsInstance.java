package io.sluice.streams;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;

/// One run of a topology: started once, closed once. An interface, so that tests can simulate faults.
interface StreamsInstance {

    /// A factory of the instances of one application.
    @FunctionalInterface
    interface Factory {
        /// @param handler decides about faults, on the threads in which they occur
        /// @param changed run after each change of the state
        StreamsInstance create(StreamsUncaughtExceptionHandler handler, Runnable changed);
    }

    /// Starts the instance; may take until the state that all processes share is restored.
    void start();

    KafkaStreams.State state();

    /// Returns how many batches of records have been restored into stores. Grows while the restoration makes
    /// progress.
    long restored();

    /// Returns the longest time since one of its threads has polled for records; zero before the first poll.
    /// A thread polls at least once a second unless it processes a record.
    Duration sinceLastPoll();

    Map<MetricName, ? extends Metric> metrics();

    /// Stops the instance. May be called again when the limit was too short.
    ///
    /// @return whether it has stopped within `limit`
    boolean close(Duration limit);
}
