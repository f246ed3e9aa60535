package io.sluice.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/// The state of a consumer's connection to the brokers, read from the consumer's metrics. Used by the
/// consumer's thread.
///
/// A member of a share group that loses its connection must close its consumer: as long as a consumer of
/// Kafka 4.3 has no connection, its network thread requests the coordinator of its group in a loop without
/// any pause (`CoordinatorRequestManager.poll` has it wait 0 ms while the request waits for a connection), so
/// a few such consumers keep a whole machine busy.
public final class ConsumerConnection {

    /// Consecutive polls without a connection that count as lost; a single one may fall between two
    /// connections.
    private static final int POLLS = 2;

    /// Longest time between two heartbeats of a member, which sends them every 5 s unless the brokers want
    /// them more often.
    private static final double HEARTBEAT_SECONDS = 15;

    /// Longest wait for the answer to a fetch. A broker holds a fetch while there is nothing to send
    /// (`fetch.max.wait.ms`), but for no longer than half of a request's time-out.
    private static final Duration FETCH_PATIENCE = Duration.ofSeconds(15);

    private final Supplier<Map<MetricName, ? extends Metric>> metrics;
    private int polls;
    private double fetches = -1;
    private long fetched = System.nanoTime();

    /// @param metrics metrics of the consumer, [org.apache.kafka.clients.consumer.Consumer#metrics()]
    public ConsumerConnection(Supplier<Map<MetricName, ? extends Metric>> metrics) {
        this.metrics = metrics;
    }

    /// Records that a poll has returned `records` records.
    public void polled(int records) {
        if (records > 0) {
            polls = 0;
            fetched = System.nanoTime();
        } else {
            polls = isWithoutConnection() || isWithoutHeartbeat() ? polls + 1 : 0;
        }
    }

    /// Whether several consecutive polls had no connection.
    public boolean isLost() {
        return polls >= POLLS;
    }

    /// Whether the last poll had no connection, which alone does not prove an outage.
    public boolean isShaky() {
        return polls > 0;
    }

    /// Returns the time at which a broker last answered a fetch, of [System#nanoTime()]. Without that metric
    /// every poll with a connection counts as an answer.
    public long answered() {
        if (polls > 0) {
            return fetched;
        }
        var total = DoubleStream.of(values("fetch-total")).max();
        if (total.isEmpty() || total.getAsDouble() != fetches) {
            fetches = total.orElse(-1);
            fetched = System.nanoTime();
        }
        return fetched;
    }

    /// Whether brokers have stopped answering fetches, including over a connection that looks open.
    public boolean isSilent() {
        return isLost() || System.nanoTime() - answered() > FETCH_PATIENCE.toNanos();
    }

    private boolean isWithoutConnection() {
        var connections = values("connection-count");
        return connections.length > 0 && DoubleStream.of(connections).sum() < 1;
    }

    /// The metric is negative before the first heartbeat.
    private boolean isWithoutHeartbeat() {
        return DoubleStream.of(values("last-heartbeat-seconds-ago")).anyMatch(seconds -> seconds > HEARTBEAT_SECONDS);
    }

    private double[] values(String name) {
        return metrics.get().values().stream()
                .filter(metric -> metric.metricName().name().equals(name))
                .map(Metric::metricValue)
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .toArray();
    }
}
