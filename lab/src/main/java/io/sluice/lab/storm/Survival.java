package io.sluice.lab.storm;

import io.sluice.lab.process.LogCount;
import io.sluice.lab.process.Priority;
import io.sluice.lab.process.Spinners;
import io.sluice.lab.storm.call.Answers;
import io.sluice.lab.storm.call.Answers.Incidents;
import io.sluice.lab.storm.call.Attempt;
import io.sluice.lab.storm.call.LoadBalancer;
import io.sluice.lab.storm.check.Audit;
import io.sluice.lab.storm.check.Check;
import io.sluice.lab.storm.check.OutageCheck;
import io.sluice.lab.storm.check.OutageWatch;
import io.sluice.lab.storm.client.Client;
import io.sluice.lab.storm.client.Settling;
import io.sluice.lab.storm.client.Tenants;
import io.sluice.lab.storm.client.Traffic;
import io.sluice.lab.storm.cluster.Cluster;
import io.sluice.lab.storm.cluster.Layout;
import io.sluice.lab.storm.cluster.Releases;
import io.sluice.lab.storm.cluster.Service;
import io.sluice.lab.storm.cluster.ServiceName;
import io.sluice.lab.storm.cluster.Span;
import io.sluice.lab.storm.expected.Attribute;
import io.sluice.lab.storm.expected.History;
import io.sluice.lab.storm.expected.Pictures;
import io.sluice.lab.storm.expected.Tenant;
import io.sluice.lab.storm.expected.Violations;
import io.sluice.lab.storm.fault.Outage;
import io.sluice.lab.storm.fault.Saboteur;
import io.sluice.lab.storm.fault.Starvation;
import io.sluice.lab.storm.fault.Trial;
import io.sluice.standalone.client.UnexpectedAnswerException;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Units;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;

/// One survival trial, from the first process to the verdict: clients work while processes are starved, or a
/// dependency is unavailable. Only processes that end by themselves are restarted, as a service manager does.
final class Survival {

    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    /// Additional time for a response after the bound.
    private static final Duration GRACE = Duration.ofSeconds(5);

    /// Time without faults before and after each outage.
    private static final Duration CALM = Duration.ofSeconds(15);

    private static final Duration TICK = Duration.ofSeconds(30);
    private static final int SHOWN = 5;

    private final Plan plan;
    private final Path directory;
    private final PrintWriter out;
    private final List<Check> checks = new ArrayList<>();
    private final Violations violations = new Violations();

    /// The parameters of a trial.
    ///
    /// @param seed        seed of the halts and of the clients' requests
    /// @param oneProcess  whether everything is in one process, as far as that is possible
    /// @param clients     number of concurrent requests
    /// @param rate        requests per second of all clients together, if responses are immediate
    /// @param overS3      whether blobs are in an S3 server, rather than in a shared folder
    /// @param readyWithin maximum time from the end until all services are ready
    /// @param settle      maximum time after that until all accepted operations are decided
    record Plan(
            long seed,
            Trial trial,
            boolean oneProcess,
            int clients,
            double rate,
            boolean overS3,
            Duration readyWithin,
            Duration settle) {

        Layout layout() {
            return trial.layout(oneProcess);
        }

        /// Returns the maximum time until a response, in addition to the time in which the process is halted.
        Duration bound() {
            return Duration.ofSeconds(ServiceName.SYNC_TIMEOUT).plus(GRACE).plus(trial.slack());
        }
    }

    private Survival(Plan plan, Path directory, PrintWriter out) {
        this.plan = plan;
        this.directory = directory;
        this.out = out;
    }

    /// Runs a trial in `directory`, which contains all data, logs and the history afterwards.
    ///
    /// @param out output of the progress
    static SurvivalVerdict run(Plan plan, Path directory, PrintWriter out)
            throws IOException, InterruptedException, ExecutionException {
        return new Survival(plan, directory, out).run();
    }

    private SurvivalVerdict run() throws IOException, InterruptedException, ExecutionException {
        var lateness = Attribute.LATENESS.plus(plan.trial.longestStandstill());
        var requestTimeout = plan.bound().plus(plan.trial.longestStandstill());
        var began = System.nanoTime();
        try (var history = History.in(directory.resolve("history.jsonl"));
                var pictures = Pictures.serve(lateness);
                var cluster = Cluster.start(
                        new Cluster.Setup(directory, plan.layout(), plan.overS3, priority(), Releases.ofThisOne()),
                        START_LIMIT)) {
            say("all services are ready after " + since(began));
            try (var tenants = Tenants.signUp(cluster.apis(), requestTimeout);
                    var watch = OutageWatch.prepare(cluster, pictures)) {
                var attempts = new ConcurrentLinkedQueue<Attempt>();
                var balancer = new LoadBalancer(history::contradiction, attempts::add);
                var clients = tenants.clients(plan.clients, plan.seed, balancer, pictures, history);
                endure(cluster, clients, watch, attempts);
                var answers = Answers.of(attempts, plan.bound(), incidents(cluster));
                checkAnswers(answers);
                checkExits(cluster);
                settle(clients);
                var audit = audit(cluster, tenants.all(), history, watch.uploads());
                violations.addAll(history.contradictions());
                var found = violations.texts();
                checks.add(new Check("lost, duplicated or wrong", found.size() + " found", "none", found.isEmpty()));
                return new SurvivalVerdict(plan, history, answers, processes(cluster), audit, checks, found);
            }
        }
    }

    private Priority priority() throws InterruptedException {
        if (plan.trial instanceof Trial.Outages) {
            return Priority.USUAL;
        }
        var lowered = Priority.lowered(10);
        if (!lowered.isLowered()) {
            say("this machine has no program \"nice\": the services keep the usual priority");
        }
        return lowered;
    }

    private void endure(Cluster cluster, List<Client> clients, OutageWatch watch, Collection<Attempt> attempts)
            throws IOException, InterruptedException, ExecutionException {
        var began = System.nanoTime();
        try (var traffic = new Traffic(clients, Traffic.pause(plan.clients, plan.rate));
                var ticker = Executors.newSingleThreadScheduledExecutor()) {
            var _ = ticker.scheduleAtFixedRate(
                    () -> say(since(began) + ": " + attempts.size() + " requests ended, "
                            + exits(cluster).size() + " processes have ended by themselves"),
                    TICK.toSeconds(),
                    TICK.toSeconds(),
                    TimeUnit.SECONDS);
            switch (plan.trial) {
                case Trial.Starve starve -> starve(cluster, starve, began);
                case Trial.Outages(var outages) -> {
                    TimeUnit.NANOSECONDS.sleep(CALM.toNanos());
                    for (var outage : outages) {
                        outage(cluster, watch, outage);
                        TimeUnit.NANOSECONDS.sleep(CALM.toNanos());
                    }
                }
            }
            traffic.end();
            recover(cluster, "the end");
            traffic.join();
            ticker.shutdownNow();
        }
    }

    private void starve(Cluster cluster, Trial.Starve starve, long began) throws IOException, InterruptedException {
        // a limit of CPU time, so the length of the trial is more than enough
        try (var spinners = Spinners.start(starve.spinners(), starve.length().plus(plan.settle))) {
            say(starve.spinners() + " processes spin");
            new Saboteur(cluster, fault -> say(since(began) + ": " + fault))
                    .run(Starvation.schedule(plan.seed, starve.length(), plan.layout()));
            TimeUnit.NANOSECONDS.sleep(starve.length().toNanos() - (System.nanoTime() - began));
            checks.add(new Check(
                    "spinning processes at the end",
                    Long.toString(spinners.running()),
                    Integer.toString(starve.spinners()),
                    spinners.running() == starve.spinners()));
        }
    }

    private void outage(Cluster cluster, OutageWatch watch, Outage outage) throws InterruptedException {
        say(outage.toString());
        var began = System.nanoTime();
        cluster.begin(outage.target());
        var watching = watch.begin();
        try (watching) {
            TimeUnit.NANOSECONDS.sleep(outage.lasts().toNanos() - (System.nanoTime() - began));
            cluster.end(outage.target());
            say("the " + outage.target() + " is available again");
            recover(cluster, "the " + outage.target() + " was available again");
        }
        checks.addAll(OutageCheck.of(outage, watching.samples(), plan.bound()));
    }

    /// Waits until all services are ready.
    ///
    /// @param event the fault that has ended
    private void recover(Cluster cluster, String event) throws InterruptedException {
        var began = System.nanoTime();
        cluster.calm();
        var missing = cluster.awaitReady(cluster.processes(), plan.readyWithin);
        var seen = missing.isEmpty()
                ? Units.time(Duration.ofNanos(System.nanoTime() - began))
                : "not yet: " + missing + lateRecovery(cluster, began);
        checks.add(new Check("all ready after " + event, seen, Units.time(plan.readyWithin), missing.isEmpty()));
        say("ready after " + event + ": " + seen);
    }

    /// Waits longer, and restarts services that are not ready then, because their data can only be compared
    /// while they run.
    private String lateRecovery(Cluster cluster, long began) throws InterruptedException {
        var missing = cluster.awaitReady(cluster.processes(), plan.settle);
        if (missing.isEmpty()) {
            return "; ready after " + since(began);
        }
        say("not ready after " + since(began) + ", so the storm restarts them: " + missing);
        missing.forEach(name -> {
            cluster.service(name).kill();
            cluster.service(name).start();
        });
        var still = cluster.awaitReady(cluster.processes(), START_LIMIT);
        return "; not ready after " + since(began)
                + (still.isEmpty() ? ", ready after a restart" : ", nor after a restart");
    }

    private void checkAnswers(Answers answers) {
        checks.add(new Check(
                "responses after more than the bound",
                answers.late().size() + " of " + answers.answered() + ", longest " + Units.time(answers.longest()),
                "none after " + Units.time(plan.bound()),
                answers.late().isEmpty()));
        checks.add(new Check(
                "requests without a response",
                Integer.toString(answers.unanswered().size()),
                "none",
                answers.unanswered().isEmpty()));
        answers.late().stream().limit(SHOWN).forEach(this::say);
        answers.unanswered().stream().limit(SHOWN).forEach(this::say);
    }

    private void checkExits(Cluster cluster) {
        var watchdog = plan.trial instanceof Trial.Starve;
        var wrong = exits(cluster).stream()
                .filter(exit -> !watchdog || exit.code() != SurvivalVerdict.WATCHDOG)
                .map(exit -> exit.service() + " with " + exit.code())
                .toList();
        checks.add(new Check(
                "processes that ended by themselves",
                exits(cluster).size() + (wrong.isEmpty() ? "" : ", of them " + wrong),
                watchdog ? "only with the watchdog's " + SurvivalVerdict.WATCHDOG : "none",
                wrong.isEmpty()));
    }

    private static List<Service.Exit> exits(Cluster cluster) {
        return cluster.services().stream()
                .flatMap(service -> service.exits().stream())
                .toList();
    }

    private static Map<URI, Incidents> incidents(Cluster cluster) {
        var incidents = new HashMap<URI, Incidents>();
        cluster.services()
                .forEach(service -> incidents.put(
                        cluster.address(service.name()),
                        new Incidents(
                                service.stops(),
                                service.exits().stream().map(Service.Exit::at).toList())));
        return incidents;
    }

    private void settle(List<Client> clients) throws InterruptedException {
        var began = System.nanoTime();
        var open = Settling.await(clients, plan.settle);
        checks.add(new Check(
                "accepted operations that are decided",
                open.orElse("all, after " + since(began)),
                "all within " + Units.time(plan.settle),
                open.isEmpty()));
    }

    /// @param uploads number of uploads of the watch, which may have left blobs
    private Audit audit(Cluster cluster, List<Tenant> tenants, History history, int uploads)
            throws InterruptedException {
        var began = System.nanoTime();
        var inHand = cluster.services().stream()
                .mapToLong(service -> (long) Audit.inHand(service.name())
                        * (service.exits().size() + halts(cluster).size()))
                .sum();
        try {
            var explained = Audit.explainedByRequests(history) + uploads + inHand;
            var audit = Audit.run(cluster, tenants, history, explained, violations);
            say("compared in " + since(began));
            return audit;
        } catch (IOException | UnexpectedAnswerException | CommandFailure | KafkaException e) {
            violations.wrong("topics, store and catalog could not be compared: " + e);
            return Audit.NONE;
        }
    }

    /// Returns the times in which a process or its broker is halted for long: other processes then take over
    /// its work.
    private static List<Span> halts(Cluster cluster) {
        return cluster.services().stream()
                .flatMap(service -> service.stops().stream())
                .toList();
    }

    private static Map<ServiceName, SurvivalVerdict.Endured> processes(Cluster cluster) throws IOException {
        var processes = new EnumMap<ServiceName, SurvivalVerdict.Endured>(ServiceName.class);
        for (var service : cluster.services()) {
            processes.put(
                    service.name(),
                    new SurvivalVerdict.Endured(
                            service.startTimes(),
                            service.stops(),
                            service.exits(),
                            LogCount.of(cluster.log(service.name()))));
        }
        return processes;
    }

    private void say(String line) {
        out.println("storm: " + line);
        out.flush();
    }

    private static String since(long began) {
        return Units.time(Duration.ofNanos(System.nanoTime() - began));
    }
}
