package io.sluice.queue;

import java.util.stream.DoubleStream;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.Metric;

/// Whether a consumer of a share group still reaches a broker, as its metrics tell.
///
/// Who loses it must close the consumer: as long as a consumer of Kafka 4.3 has no connection, its network
/// thread asks for the coordinator of its group in a loop without any pause (`CoordinatorRequestManager.poll`
/// has it wait 0 ms while the request waits for a connection), so a few of them keep a whole machine busy.
final class Contact {

    /// Polls in a row that found nobody; a single one may fall between two connections.
    private static final int POLLS = 2;

    /// Longest silence of a member, whose heartbeats go out every 5 s unless the brokers want them more often.
    private static final double HEARTBEAT_SECONDS = 15;

    private final ShareConsumer<?, ?> consumer;
    private int polls;

    Contact(ShareConsumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /// A poll has ended with so many records.
    void polled(int records) {
        polls = records == 0 && (isWithoutConnection() || isWithoutHeartbeat()) ? polls + 1 : 0;
    }

    boolean isLost() {
        return polls >= POLLS;
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
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(name))
                .map(Metric::metricValue)
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .toArray();
    }
}
