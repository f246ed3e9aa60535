package io.sluice.lab.storm;

import io.sluice.config.DurationText;
import io.sluice.lab.storm.fault.Trial;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command `storm`.
@Command(
        name = "storm",
        header = "Starts all services as processes, injects faults, and checks that nothing is lost.",
        description = {
            "",
            "Starts a broker, two API nodes, two processors and a copier on this machine, lets clients upload, change,"
                    + " copy, delete and restore images, and meanwhile kills, freezes and restarts the processes,"
                    + " cuts, stalls and slows their connections, and makes the store fail. Then it ends all faults,"
                    + " restarts every service but the broker one after the other, during which no request may fail,"
                    + " and compares the images with the responses of the clients. Exits with status 1 and lists every"
                    + " violation if they do not match. The same seed repeats the same faults.",
            "",
            "With --starve or --outage, processes get too little processor time, or the broker or the store is"
                    + " unavailable for minutes. Afterwards all services must become ready again without a restart by"
                    + " hand, every request must have an answer, and nothing may be lost.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class StormCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int SHOWN = 100;
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final Duration SURVIVORS_READY_WITHIN = Duration.ofSeconds(60);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private SurvivalOptions survival = new SurvivalOptions();

    @Option(
            names = "--minutes",
            defaultValue = "2",
            paramLabel = "N",
            description = "Length of the storm, such as 2 or 0.5 (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the faults and requests (default: a new one).")
    private @Nullable Long seed;

    @Option(
            names = "--pause",
            defaultValue = "5s",
            paramLabel = "TIME",
            description = "Average time between two faults (default: ${DEFAULT-VALUE}).")
    private String pause = "";

    @Option(
            names = "--clients",
            defaultValue = "8",
            paramLabel = "N",
            description = "Clients, each with one request at a time (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--rate",
            defaultValue = "40",
            paramLabel = "N",
            description = "Maximum requests per second of all clients together (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--store",
            defaultValue = "s3",
            paramLabel = "KIND",
            description = "s3: a server in this process that can fail; files: a folder, which does not fail"
                    + " (default: ${DEFAULT-VALUE}).")
    private String store = "";

    @Option(
            names = "--ready-within",
            paramLabel = "TIME",
            description = "Maximum time after the storm until all services are ready (default: 30s; 60s with --starve"
                    + " or --outage).")
    private @Nullable String readyWithin;

    @Option(
            names = "--settle",
            defaultValue = "5m",
            paramLabel = "TIME",
            description = "Maximum time after that until all operations are decided (default: ${DEFAULT-VALUE}).")
    private String settle = "";

    @Option(
            names = "--directory",
            paramLabel = "DIRECTORY",
            description = "Directory of data, logs and the history (default: a new temporary directory).")
    private @Nullable Path directory;

    @Override
    public Integer call() throws Exception {
        Logs.onlyTroubles();
        var trial = survival.trial();
        return trial.isPresent() ? survive(trial.get()) : storm();
    }

    private int storm() throws Exception {
        var plan = plan();
        var home = begin(plan.seed());
        var verdict = Storm.run(plan, home, spec.commandLine().getOut());
        return end(verdict.render(), verdict.violations(), replay(plan));
    }

    private int survive(Trial trial) throws Exception {
        check();
        var plan = new Survival.Plan(
                seed(),
                trial,
                survival.oneProcess(),
                clients,
                rate,
                store.equals("s3"),
                readyWithin(SURVIVORS_READY_WITHIN),
                duration("--settle", settle));
        var home = begin(plan.seed());
        var verdict = Survival.run(plan, home, spec.commandLine().getOut());
        return end(verdict.render(), verdict.failures(), replay(plan));
    }

    private Path begin(long chosen) throws IOException {
        var home = home();
        var out = spec.commandLine().getOut();
        out.println("storm: seed " + chosen + ", data and logs in " + home);
        out.flush();
        return home;
    }

    private int end(String verdict, List<String> violations, String replay) {
        var out = spec.commandLine().getOut();
        out.println();
        out.println(verdict);
        out.println();
        violations.stream().limit(SHOWN).forEach(violation -> out.println("VIOLATION " + violation));
        out.println(
                violations.isEmpty()
                        ? "Nothing was lost. The same storm again: " + replay
                        : violations.size() + " violations. The same storm again: " + replay);
        out.flush();
        return violations.isEmpty() ? 0 : FAILED;
    }

    private Storm.Plan plan() {
        check();
        return new Storm.Plan(
                seed(),
                Duration.ofMillis(Math.round(minutes * Duration.ofMinutes(1).toMillis())),
                duration("--pause", pause),
                clients,
                rate,
                store.equals("s3"),
                readyWithin(READY_WITHIN),
                duration("--settle", settle));
    }

    private void check() {
        if (minutes <= 0 || clients < 1 || rate <= 0) {
            throw new CommandFailure("--minutes, --clients and --rate must be positive");
        }
        if (!store.equals("s3") && !store.equals("files")) {
            throw new CommandFailure("--store must be s3 or files, not \"" + store + '"');
        }
    }

    private long seed() {
        return seed == null ? System.nanoTime() % 1_000_000 : seed;
    }

    private Duration readyWithin(Duration usual) {
        return readyWithin == null ? usual : duration("--ready-within", readyWithin);
    }

    private Path home() throws IOException {
        if (directory == null) {
            return Files.createTempDirectory("sluice-storm-");
        }
        if (Files.exists(directory) && isNotEmpty(directory)) {
            throw new CommandFailure("the directory " + directory + " is not empty");
        }
        return Files.createDirectories(directory).toAbsolutePath().normalize();
    }

    private static boolean isNotEmpty(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.findAny().isPresent();
        }
    }

    private static Duration duration(String option, String text) {
        try {
            var duration = DurationText.parse(text);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(option + ' ' + e.getMessage() + ", not \"" + text + '"', e);
        }
        throw new CommandFailure(option + " must be positive");
    }

    private String replay(Storm.Plan plan) {
        return String.format(
                Locale.ROOT,
                "./sluice storm --minutes %s --seed %d --pause %s --clients %d --rate %s --store %s",
                minutes,
                plan.seed(),
                pause,
                clients,
                rate,
                store);
    }

    private String replay(Survival.Plan plan) {
        return String.format(
                Locale.ROOT,
                "./sluice storm --seed %d%s --clients %d --rate %s --store %s",
                plan.seed(),
                survival.text(),
                clients,
                rate,
                store);
    }
}
