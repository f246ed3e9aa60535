package io.sluice.lab.bench.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/// A recording of a server's processor time ([JEP 509](https://openjdk.org/jeps/509)), of which only the
/// measured spans count.
final class CpuProfile {

    private static final String EVENT = "jdk.CPUTimeSample";
    private static final Duration PERIOD = Duration.ofMillis(10);

    private final Path file;
    private final List<Span> spans = new ArrayList<>();

    private record Span(Instant from, Instant to) {
        boolean contains(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(to);
        }
    }

    /// @param file where the server writes the recording when it ends
    CpuProfile(Path file) {
        this.file = file;
    }

    /// Whether this system can sample processor time.
    static boolean isSupported() {
        return System.getProperty("os.name").equals("Linux");
    }

    /// Returns the options of the server's JVM.
    List<String> jvmOptions() {
        return List.of(
                "-Xlog:jfr*=error",
                "-XX:StartFlightRecording:settings=none,filename=" + file + ",+" + EVENT + "#enabled=true,+" + EVENT
                        + "#stackTrace=true,+" + EVENT + "#throttle=" + PERIOD.toMillis() + "ms");
    }

    /// Adds a measured span.
    void add(Instant from, Instant to) {
        spans.add(new Span(from, to));
    }

    /// Returns the processor time of Java threads by stage within the spans. The server has ended.
    Map<Stage, Duration> byStage() throws IOException {
        var times = new EnumMap<Stage, Duration>(Stage.class);
        try (var recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                var event = recording.readEvent();
                if (event.getEventType().getName().equals(EVENT)
                        && spans.stream().anyMatch(span -> span.contains(event.getStartTime()))) {
                    times.merge(stage(event), event.getDuration("samplingPeriod"), Duration::plus);
                }
            }
        }
        return times;
    }

    private static Stage stage(RecordedEvent event) {
        var thread = event.getThread("eventThread");
        var name = thread == null || thread.getJavaName() == null ? "" : thread.getJavaName();
        var stack = event.getStackTrace();
        var classes = stack == null
                ? List.<String>of()
                : stack.getFrames().stream()
                        .map(frame -> frame.getMethod().getType().getName())
                        .toList();
        return Stage.of(name, classes);
    }
}
