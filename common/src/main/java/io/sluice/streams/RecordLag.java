package io.sluice.streams;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/// The number of records that the consumers of an application have not read yet.
final class RecordLag {

    private RecordLag() {}

    /// Returns the lag in records, without that of restoring and standby state, which is not work.
    static double of(Map<MetricName, ? extends Metric> metrics) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("records-lag")
                        && !metric.getKey().tags().getOrDefault("topic", "").endsWith("-changelog"))
                .map(metric -> metric.getValue().metricValue())
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .filter(lag -> lag > 0)
                .sum();
    }
}
