package io.sluice.lab.bench.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.Units;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an upload costs a server, stage by stage.
public final class UploadProfile {

    private final CpuProfile cpu;

    private Duration total = Duration.ZERO;
    private int uploads;
    private @Nullable Waits waits;
    private List<Waits.Mean> means = List.of();

    /// @param directory where the server writes its recording
    public UploadProfile(Path directory) {
        if (!CpuProfile.isSupported()) {
            throw new CommandFailure("--profile needs Linux: the JDK samples processor time only there");
        }
        cpu = new CpuProfile(directory.resolve("uploads.jfr"));
    }

    /// Returns the options of the server's JVM.
    public List<String> jvmOptions() {
        return cpu.jvmOptions();
    }

    /// Adds a round.
    ///
    /// @param used processor time of the server meanwhile
    public void add(Instant from, Instant to, Duration used, int count) {
        cpu.add(from, to);
        total = total.plus(used);
        uploads += count;
    }

    /// Reads the server's timers before the first round.
    public void begin(Endpoint endpoint) throws IOException, InterruptedException {
        waits = Waits.since(metrics(endpoint));
    }

    /// Reads the server's timers after the last round.
    public void end(Endpoint endpoint) throws IOException, InterruptedException {
        means = Objects.requireNonNull(waits, "not begun").until(metrics(endpoint));
    }

    /// Returns the tables. The server has ended.
    public String render() throws IOException {
        var table = new Table("stage", "CPU an upload", "share");
        var rest = total;
        var times = cpu.byStage();
        for (var stage : Stage.values()) {
            var time = times.getOrDefault(stage, Duration.ZERO);
            row(table, stage.title, time);
            rest = rest.minus(time);
        }
        row(table, "JVM: compilers, garbage collection, native threads", rest);
        row(table, "all", total);
        var elapsed = new Table("elapsed", "mean");
        means.forEach(mean -> elapsed.row(mean.title(), Units.time(mean.time())));
        return table.render() + "\n\n" + elapsed.render();
    }

    private void row(Table table, String stage, Duration time) {
        var share = 100.0 * time.toNanos() / Math.max(1, total.toNanos());
        table.row(
                stage, Units.time(time.dividedBy(Math.max(1, uploads))), String.format(Locale.ROOT, "%.0f %%", share));
    }

    private static String metrics(Endpoint endpoint) throws IOException, InterruptedException {
        try (var client = new SluiceClient(endpoint)) {
            var answer = client.get(endpoint.route("/metrics")).expect(200);
            return new String(answer.body().toArray(), UTF_8);
        }
    }
}
