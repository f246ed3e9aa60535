package io.sluice.lab.bench.profile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The elapsed times that a server's timers show between two scrapes of its metrics.
final class Waits {

    /// A timer, by the name of its metric and the labels that its samples have.
    private record Timer(String title, String name, String labels) {}

    private static final List<Timer> TIMERS = List.of(
            new Timer(
                    "request, with all below",
                    "sluice_http_requests_seconds",
                    "method=\"POST\",route=\"/sourceimages/{organization}\""),
            new Timer("waiting in the queue", "sluice_worker_stage_seconds", "stage=\"queue\""),
            new Timer("identification", "sluice_worker_stage_seconds", "stage=\"identify\""),
            new Timer("decision in the catalog", "sluice_catalog_decisions_seconds", ""));

    private final Map<String, Double> before;

    private Waits(Map<String, Double> samples) {
        before = samples;
    }

    /// Begins with these metrics, in Prometheus' text format.
    static Waits since(String metrics) {
        return new Waits(samples(metrics));
    }

    /// The mean times until `metrics`.
    List<Mean> until(String metrics) {
        var after = samples(metrics);
        var means = new ArrayList<Mean>();
        for (var timer : TIMERS) {
            double count = sum(after, timer, "_count") - sum(before, timer, "_count");
            double seconds = sum(after, timer, "_sum") - sum(before, timer, "_sum");
            if (count > 0) {
                means.add(new Mean(timer.title(), Duration.ofNanos(Math.round(seconds / count * 1e9))));
            }
        }
        return means;
    }

    record Mean(String title, Duration time) {}

    private static double sum(Map<String, Double> samples, Timer timer, String suffix) {
        return samples.entrySet().stream()
                .filter(sample -> sample.getKey().startsWith(timer.name() + suffix)
                        && sample.getKey().contains(timer.labels()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static Map<String, Double> samples(String metrics) {
        return metrics.lines()
                .filter(line -> Stream.of("_sum", "_count").anyMatch(line::contains) && !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
    }
}
