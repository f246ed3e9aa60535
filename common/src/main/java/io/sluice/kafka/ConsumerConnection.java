package io.sluice.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/// Whether a consumer still reaches a broker, according to its metrics. Used by the consumer's thread.
///
/// Who loses contact in a share group must close the consumer: as long as a consumer of Kafka 4.3 has no connection,
/// its network thread asks for the coordinator of its group in a loop without any pause
/// (`CoordinatorRequestManager.poll` has it wait 0 ms while the request waits for a connection), so a few of them keep
/// a whole machine busy.
public final class ConsumerConnection {

    /// Polls in a row without contact; a single one may fall between two connections.
    private static final int POLLS = 2;

    /// Longest silence of a member, whose heartbeats go out every 5 s unless the brokers want them more often.
    private static final double HEARTBEAT_SECONDS = 15;

    /// Longest wait for the answer to a fetch, which a broker keeps for as long as there is nothing to send
    /// (`fetch.max.wait.ms`), but for no longer than half a request's time-out.
    private static final Duration FETCH_PATIENCE = Duration.ofSeconds(15);

    private final Supplier<Map<MetricName, ? extends Metric>> metrics;
    private int polls;
    private double fetches = -1;
    private long fetched = System.nanoTime();

    /// @param metrics of the consumer, [org.apache.kafka.clients.consumer.Consumer#metrics()]
    public ConsumerConnection(Supplier<Map<MetricName, ? extends Metric>> metrics) {
        this.metrics = metrics;
    }

    /// Notes that a poll has returned so many records.
    public void polled(int records) {
        if (records > 0) {
            polls = 0;
            fetched = System.nanoTime();
        } else {
            polls = isWithoutConnection() || isWithoutHeartbeat() ? polls + 1 : 0;
        }
    }

    /// Whether several polls in a row had no contact.
    public boolean isLost() {
        return polls >= POLLS;
    }

    /// Whether the last poll had no contact, which may mean nothing.
    public boolean isShaky() {
        return polls > 0;
    }

    /// When a broker has last answered a fetch, of [System#nanoTime()]. A consumer without that metric counts as
    /// answered by every poll with contact.
    long answered() {
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

    /// Whether no broker answers fetches any more, also over a connection that looks open.
    boolean isSilent() {
        return isLost() || System.nanoTime() - answered() > FETCH_PATIENCE.toNanos();
    }

    private boolean isWithoutConnection() {
        var connections = values("connection-count");
        return connections.length > 0 && DoubleStream.of(connections).sum() < 1;
    }

    /// Before the first one the metric is negative.
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
