package io.sluice.lab.storm.certificate;

import io.sluice.lab.process.Priority;
import io.sluice.lab.storm.call.LoadBalancer;
import io.sluice.lab.storm.check.Audit;
import io.sluice.lab.storm.client.Client;
import io.sluice.lab.storm.client.Settling;
import io.sluice.lab.storm.client.Tenants;
import io.sluice.lab.storm.client.Traffic;
import io.sluice.lab.storm.cluster.Cluster;
import io.sluice.lab.storm.cluster.Releases;
import io.sluice.lab.storm.cluster.ServiceName.Kind;
import io.sluice.lab.storm.expected.History;
import io.sluice.lab.storm.expected.Pictures;
import io.sluice.lab.storm.expected.Violations;
import io.sluice.standalone.Main;
import io.sluice.standalone.client.UnexpectedAnswerException;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Units;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/// One batch of a certificate, a storm of its own: clients work while one process of each kind after the other
/// halts at its crash points; then all processes run, and the images are compared with the responses.
final class Batch {

    /// Maximum time from the last kill or start until all operations have an outcome.
    static final Duration END_LIMIT = Duration.ofSeconds(60);

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration TICK = Duration.ofSeconds(20);

    /// Further time until the end, after which the comparison is made in any case.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// Share of a batch in which kills are made. The rest is for the start, the end and the comparison.
    private static final double UNDER_FIRE = 0.65;

    private final Certificate.Plan plan;
    private final int number;
    private final Path directory;
    private final Consumer<String> report;
    private final Instant began;
    private final Violations violations = new Violations();

    private Batch(Certificate.Plan plan, int number, Path directory, Consumer<String> report, Instant began) {
        this.plan = plan;
        this.number = number;
        this.directory = directory;
        this.report = report;
        this.began = began;
    }

    /// Runs a batch in `directory`, which contains all data, logs and the history afterwards.
    ///
    /// @param cards  the kills to be made, from which those that were made are removed
    /// @param report receives the progress
    static BatchResult run(
            Certificate.Plan plan, int number, Map<Kind, Queue<Card>> cards, Path directory, Consumer<String> report)
            throws IOException, InterruptedException, ExecutionException {
        return new Batch(plan, number, directory, report, Clock.systemUTC().instant()).run(cards);
    }

    private BatchResult run(Map<Kind, Queue<Card>> cards) throws IOException, InterruptedException, ExecutionException {
        var start = System.nanoTime();
        var deadline = start + (long) (UNDER_FIRE * plan.batch().toNanos());
        try (var history = History.in(directory.resolve("history.jsonl"));
                var pictures = Pictures.serve();
                var cluster = Cluster.start(
                        new Cluster.Setup(
                                directory, plan.layout(), plan.overS3(), Priority.USUAL, Releases.ofThisOne()),
                        START_LIMIT);
                var tenants = Tenants.signUp(cluster.apis(), REQUEST_TIMEOUT)) {
            report.accept("all services are ready after " + since(start));
            // another seed for each batch, so that each sends other requests
            var clients = tenants.clients(
                    plan.clients(), plan.seed() + number, new LoadBalancer(history::contradiction), pictures, history);
            try (var watch = new RecoveryWatch(clients)) {
                var ended = killAndEnd(cluster, clients, cards, deadline, watch, history);
                var kills = watch.kills();
                violations.addAll(history.contradictions());
                cluster.services().forEach(service -> service.surprises().forEach(violations::wrong));
                var audit = audit(cluster, tenants, history, kills);
                var work = new BatchResult.Work(
                        history.total(),
                        history.operations().size(),
                        audit.poisoned(),
                        audit.downloads(),
                        ended.toMillis());
                return new BatchResult(plan.seed(), number, runFacts(start), kills, work, violations.all());
            }
        }
    }

    /// @return time from the last kill or start until the end of all operations
    private Duration killAndEnd(
            Cluster cluster,
            List<Client> clients,
            Map<Kind, Queue<Card>> cards,
            long deadline,
            RecoveryWatch watch,
            History history)
            throws InterruptedException, ExecutionException {
        try (var traffic = new Traffic(clients, Traffic.pause(plan.clients(), plan.rate()));
                var ticker = Executors.newSingleThreadScheduledExecutor()) {
            var begun = System.nanoTime();
            var _ = ticker.scheduleAtFixedRate(
                    () -> report.accept(since(begun) + ": " + watch.count() + " kills, " + history.total()
                            + " requests, " + history.contradictions().size() + " contradictions"),
                    TICK.toSeconds(),
                    TICK.toSeconds(),
                    TimeUnit.SECONDS);
            kill(cluster, cards, deadline, watch);
            var last = System.nanoTime();
            traffic.end();
            ticker.shutdownNow();
            cluster.calm();
            var missing = cluster.awaitReady(cluster.processes(), END_LIMIT);
            if (!missing.isEmpty()) {
                violations.stuck(missing + " not ready " + END_LIMIT.toSeconds() + " s after the last kill");
                var still = cluster.awaitReady(cluster.processes(), PATIENCE);
                if (!still.isEmpty()) {
                    violations.stuck(still + " not ready at all after the last kill");
                }
            }
            traffic.join();
            Settling.await(clients, PATIENCE).ifPresent(violations::stuck);
            var took = Duration.ofNanos(System.nanoTime() - last);
            report.accept("all services are ready and all operations have ended " + Units.time(took)
                    + " after the last kill or start");
            if (took.compareTo(END_LIMIT) > 0) {
                violations.stuck("the last operation ended " + Units.time(took) + " after the last kill or start");
            }
            return took;
        }
    }

    /// Makes the kills of all kinds of processes at the same time.
    private void kill(Cluster cluster, Map<Kind, Queue<Card>> cards, long deadline, RecoveryWatch watch)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var lanes = new ArrayList<Future<List<String>>>();
            cards.forEach((kind, left) -> lanes.add(threads.submit(new Lane(cluster, kind, left, deadline, watch))));
            for (var lane : lanes) {
                lane.get().forEach(violations::stuck);
            }
        }
    }

    private Audit audit(Cluster cluster, Tenants tenants, History history, List<Kill> kills)
            throws InterruptedException {
        var compared = System.nanoTime();
        // each restart between two rounds may leave as many as a kill
        var inHand = 2
                * kills.stream().mapToLong(kill -> Audit.inHand(kill.service())).sum();
        try {
            var explained = Audit.explainedByRequests(history) + inHand;
            var audit = Audit.run(cluster, tenants.all(), history, explained, violations);
            report.accept("compared in " + since(compared));
            return audit;
        } catch (IOException | UnexpectedAnswerException | CommandFailure | KafkaException e) {
            violations.wrong("topics, store and catalog could not be compared: " + e);
            return Audit.NONE;
        }
    }

    private BatchResult.Run runFacts(long start) {
        var version = Main.class.getPackage().getImplementationVersion();
        return new BatchResult.Run(
                began,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                Objects.requireNonNullElse(version, "development"),
                Machine.text(),
                plan.layout().brokers().size());
    }

    private static String since(long moment) {
        return Units.time(Duration.ofNanos(System.nanoTime() - moment));
    }
}
