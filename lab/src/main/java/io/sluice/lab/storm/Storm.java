package io.sluice.lab.storm;

import io.sluice.lab.process.Priority;
import io.sluice.lab.storm.call.LoadBalancer;
import io.sluice.lab.storm.check.Audit;
import io.sluice.lab.storm.client.Client;
import io.sluice.lab.storm.client.Settling;
import io.sluice.lab.storm.client.Tenants;
import io.sluice.lab.storm.client.Traffic;
import io.sluice.lab.storm.cluster.Cluster;
import io.sluice.lab.storm.cluster.Layout;
import io.sluice.lab.storm.cluster.Releases;
import io.sluice.lab.storm.cluster.ServiceName;
import io.sluice.lab.storm.cluster.Usage;
import io.sluice.lab.storm.expected.History;
import io.sluice.lab.storm.expected.Pictures;
import io.sluice.lab.storm.expected.Tenant;
import io.sluice.lab.storm.expected.Violations;
import io.sluice.lab.storm.fault.Fault;
import io.sluice.lab.storm.fault.Saboteur;
import io.sluice.lab.storm.fault.Schedule;
import io.sluice.standalone.terminal.Units;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// One storm, from the first process to the verdict.
final class Storm {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration TICK = Duration.ofSeconds(10);

    private final Plan plan;
    private final Path directory;
    private final PrintWriter out;
    private final Violations violations = new Violations();

    /// The parameters of a storm.
    ///
    /// @param seed        seed of the schedule and of the clients' requests
    /// @param length      time from the first request to the last fault's end
    /// @param pause       average time between faults
    /// @param clients     number of concurrent requests
    /// @param rate        requests per second of all clients together, if responses are immediate
    /// @param target      the system under test
    /// @param readyWithin maximum time from the end until all services are ready
    /// @param settle      maximum time after that until all accepted operations are decided
    record Plan(
            long seed,
            Duration length,
            Duration pause,
            int clients,
            double rate,
            Target target,
            Duration readyWithin,
            Duration settle) {}

    /// The system under test.
    ///
    /// @param overS3   whether blobs are in an S3 server that can fail, rather than in a shared folder
    /// @param releases what the services run during the storm; they are upgraded after it
    record Target(Layout layout, boolean overS3, Releases releases) {}

    private Storm(Plan plan, Path directory, PrintWriter out) {
        this.plan = plan;
        this.directory = directory;
        this.out = out;
    }

    /// Runs a storm in `directory`, which contains all data, logs and the history afterwards.
    ///
    /// @param out output of the progress
    static Verdict run(Plan plan, Path directory, PrintWriter out)
            throws IOException, InterruptedException, ExecutionException {
        return new Storm(plan, directory, out).run();
    }

    private Verdict run() throws IOException, InterruptedException, ExecutionException {
        var began = System.nanoTime();
        try (var history = History.in(directory.resolve("history.jsonl"));
                var pictures = Pictures.serve();
                var cluster = Cluster.start(
                        new Cluster.Setup(
                                directory,
                                plan.target.layout,
                                plan.target.overS3,
                                Priority.USUAL,
                                plan.target.releases),
                        START_LIMIT)) {
            say("all services are ready after " + since(began));
            try (var tenants = Tenants.signUp(cluster.apis(), REQUEST_TIMEOUT)) {
                var before = usage(cluster);
                var schedule = Schedule.of(plan.seed, plan.length, plan.pause, plan.target.layout, plan.target.overS3);
                var balancer = new LoadBalancer(history::contradiction);
                var clients = tenants.clients(plan.clients, plan.seed, balancer, pictures, history);
                var recovery = blow(cluster, schedule, clients, history);
                settle(clients);
                var after = usage(cluster);
                compare(before, after);
                restartAll(cluster, balancer, clients);
                settle(clients);
                violations.addAll(history.contradictions());
                cluster.services().forEach(service -> service.surprises().forEach(violations::wrong));
                return judge(
                        cluster,
                        tenants.all(),
                        history,
                        schedule,
                        new Recovery(recovery, before, after, balancer.answered()));
            }
        }
    }

    /// The state of the services after the storm.
    ///
    /// @param time     time from the end of the storm until all were ready
    /// @param answered number of requests during their later restarts
    record Recovery(Duration time, Map<ServiceName, Usage> before, Map<ServiceName, Usage> after, int answered) {}

    /// @return time until all services were ready afterwards
    private Duration blow(Cluster cluster, Schedule schedule, List<Client> clients, History history)
            throws InterruptedException, ExecutionException {
        var began = System.nanoTime();
        try (var traffic = new Traffic(clients, Traffic.pause(plan.clients, plan.rate));
                var ticker = Executors.newSingleThreadScheduledExecutor()) {
            var _ = ticker.scheduleAtFixedRate(
                    () -> say(since(began) + ": " + history.total() + " requests, " + history.resent() + " sent again, "
                            + history.contradictions().size() + " contradictions"),
                    TICK.toSeconds(),
                    TICK.toSeconds(),
                    TimeUnit.SECONDS);
            new Saboteur(cluster, fault -> say(since(began) + ": " + fault)).run(schedule);
            TimeUnit.NANOSECONDS.sleep(plan.length.toNanos() - (System.nanoTime() - began));
            traffic.end();
            var recovery = recover(cluster);
            traffic.join();
            ticker.shutdownNow();
            return recovery;
        }
    }

    /// Restarts one service after the other behind a balancer that respects readiness: no request may fail.
    /// Does not restart a broker that is the only one.
    private void restartAll(Cluster cluster, LoadBalancer balancer, List<Client> clients)
            throws InterruptedException, ExecutionException {
        var began = System.nanoTime();
        try (var _ = balancer.honourReadiness(cluster.apis(), cluster::answersReady);
                var traffic = new Traffic(clients, Traffic.pause(plan.clients, plan.rate))) {
            for (var name : plan.target.layout.rolling()) {
                plan.target.releases.upgrade(name);
                cluster.service(name).restart();
                var missing = cluster.awaitReady(cluster.processes(), plan.settle);
                if (!missing.isEmpty()) {
                    violations.stuck(missing + " not ready after the restart of " + name);
                }
            }
            traffic.join();
        }
        say("all services were restarted one after the other in " + since(began) + ", under " + balancer.answered()
                + " requests");
    }

    private Duration recover(Cluster cluster) throws InterruptedException {
        var began = System.nanoTime();
        cluster.calm();
        var all = cluster.processes();
        var missing = cluster.awaitReady(all, plan.readyWithin);
        if (!missing.isEmpty()) {
            violations.stuck(missing + " not ready " + plan.readyWithin.toSeconds() + " s after the storm");
            missing = cluster.awaitReady(all, plan.settle);
            if (!missing.isEmpty()) {
                violations.stuck(missing + " not ready at all after the storm");
            }
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        say("all services are ready " + Units.time(took) + " after the storm");
        return took;
    }

    private void settle(List<Client> clients) throws InterruptedException {
        var began = System.nanoTime();
        var open = Settling.await(clients, plan.settle);
        open.ifPresentOrElse(
                violations::stuck, () -> say("all accepted operations are decided " + since(began) + " later"));
    }

    private Verdict judge(Cluster cluster, List<Tenant> tenants, History history, Schedule schedule, Recovery recovery)
            throws IOException, InterruptedException {
        var began = System.nanoTime();
        var audit = Audit.run(cluster, tenants, history, explained(history, schedule), violations);
        say("checked in " + since(began));
        var startTimes = new EnumMap<ServiceName, List<Duration>>(ServiceName.class);
        cluster.services().forEach(service -> startTimes.put(service.name(), service.startTimes()));
        return new Verdict(plan, schedule, history, startTimes, recovery, audit, violations.texts());
    }

    /// Returns the maximum number of orphaned blobs: one for each request that was sent and not answered, and
    /// those that killed processes were processing.
    private static long explained(History history, Schedule schedule) {
        return Audit.explainedByRequests(history)
                + schedule.events().stream()
                        .map(Schedule.Event::fault)
                        .mapToLong(fault -> fault instanceof Fault.Kill(var service) ? Audit.inHand(service) : 0)
                        .sum();
    }

    private static Map<ServiceName, Usage> usage(Cluster cluster) throws IOException, InterruptedException {
        var usage = new EnumMap<ServiceName, Usage>(ServiceName.class);
        for (var service : cluster.services()) {
            var process = service.running();
            if (process.isPresent()) {
                usage.put(service.name(), Usage.of(process.get()));
            }
        }
        return usage;
    }

    private void compare(Map<ServiceName, Usage> before, Map<ServiceName, Usage> after) {
        after.forEach((name, now) -> {
            var then = before.get(name);
            if (then != null && !now.isBoundedBy(then)) {
                violations.wrong(name + " has grown from " + then + " to " + now);
            }
        });
    }

    private void say(String line) {
        out.println("storm: " + line);
        out.flush();
    }

    private static String since(long began) {
        return Units.time(Duration.ofNanos(System.nanoTime() - began));
    }
}
