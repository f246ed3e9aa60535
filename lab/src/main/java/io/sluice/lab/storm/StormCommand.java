package io.sluice.lab.storm;

import io.sluice.lab.command.DurationOption;
import io.sluice.lab.command.Output;
import io.sluice.lab.storm.certificate.Certificate;
import io.sluice.lab.storm.cluster.Releases;
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
import picocli.CommandLine.Option;

/// The command `storm`.
@Command(
        name = "storm",
        header = "Starts all services as processes, injects faults, and checks that nothing is lost.",
        description = {
            "",
            "Starts a broker, two API nodes, two processors and two copiers on this machine, lets clients upload, change,"
                    + " copy, delete and restore images, and meanwhile kills, freezes and restarts the processes,"
                    + " cuts, stalls and slows their connections, and makes the store fail. Then it ends all faults,"
                    + " restarts every service, but not a single broker, one after the other, during which no request may fail,"
                    + " and compares the images with the responses of the clients. Exits with status 1 and lists every"
                    + " violation if they do not match. The same seed repeats the same faults.",
            "",
            "With --certificate, processes halt at named crash points, many times, and a page with the results is"
                    + " written.",
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

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final SurvivalOptions survival = new SurvivalOptions();

    @Mixin
    private final CertificateOptions certificate = new CertificateOptions();

    @Mixin
    private final LoadOptions load = new LoadOptions();

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
            names = "--upgrade-from",
            paramLabel = "DIRECTORY",
            description = "Directory with the jars of an earlier release, which all services run during the storm; the"
                    + " restarts at the end upgrade one after the other. Without --certificate, --starve and"
                    + " --outage.")
    private @Nullable Path upgradeFrom;

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
        var kills = certificate.kills();
        if (upgradeFrom != null && (kills.isPresent() || trial.isPresent())) {
            throw new CommandFailure("--upgrade-from cannot be combined with --certificate, --starve and --outage");
        }
        if (kills.isPresent()) {
            if (trial.isPresent()) {
                throw new CommandFailure("--certificate cannot be combined with --starve and --outage");
            }
            return certify(kills.get());
        }
        return trial.isPresent() ? survive(trial.get()) : storm();
    }

    private int storm() throws Exception {
        var plan = plan();
        var home = begin(plan.seed());
        var verdict = Storm.run(plan, home, output.writer());
        return end(verdict.render(), verdict.violations(), replay(plan));
    }

    private int survive(Trial trial) throws Exception {
        check();
        var plan = new Survival.Plan(
                seed(),
                trial,
                survival.oneProcess(),
                load.clients(),
                load.rate(),
                load.s3(),
                readyWithin(SURVIVORS_READY_WITHIN),
                duration("--settle", settle));
        var home = begin(plan.seed());
        var verdict = Survival.run(plan, home, output.writer());
        return end(verdict.render(), verdict.failures(), replay(plan));
    }

    private int certify(int kills) throws Exception {
        check();
        var home =
                directory == null ? home() : Files.createDirectories(directory).toAbsolutePath();
        var chosen = seed == null ? Certificate.seed(home).orElseGet(this::seed) : seed;
        output.say("storm: seed " + chosen + ", results in " + home);
        var plan = new Certificate.Plan(
                chosen, kills, certificate.batch(), load.clients(), load.rate(), load.layout(), load.s3());
        var violations = Certificate.run(plan, home, certificate.page(), line -> output.say("storm: " + line));
        violations.stream().limit(SHOWN).forEach(violation -> output.say("VIOLATION " + violation));
        output.say(violations.isEmpty() ? "Nothing was lost." : violations.size() + " violations.");
        return violations.isEmpty() ? 0 : FAILED;
    }

    private Path begin(long chosen) throws IOException {
        var home = home();
        var out = output.writer();
        out.println("storm: seed " + chosen + ", data and logs in " + home);
        out.flush();
        return home;
    }

    private int end(String verdict, List<String> violations, String replay) {
        var out = output.writer();
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
                load.clients(),
                load.rate(),
                new Storm.Target(
                        load.layout(),
                        load.s3(),
                        upgradeFrom == null ? Releases.ofThisOne() : Releases.upgradedFrom(upgradeFrom)),
                readyWithin(READY_WITHIN),
                duration("--settle", settle));
    }

    private void check() {
        if (minutes <= 0) {
            throw new CommandFailure("--minutes must be positive");
        }
        load.check();
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
        var duration = DurationOption.parse(option, text);
        if (!duration.isPositive()) {
            throw new CommandFailure(option + " must be positive");
        }
        return duration;
    }

    private String replay(Storm.Plan plan) {
        return String.format(
                Locale.ROOT,
                "./sluice storm --minutes %s --seed %d --pause %s%s",
                minutes,
                plan.seed(),
                pause,
                load.text() + (upgradeFrom == null ? "" : " --upgrade-from " + upgradeFrom));
    }

    private String replay(Survival.Plan plan) {
        return String.format(Locale.ROOT, "./sluice storm --seed %d%s%s", plan.seed(), survival.text(), load.text());
    }
}
