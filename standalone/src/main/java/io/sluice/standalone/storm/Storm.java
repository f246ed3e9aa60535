package io.sluice.standalone.storm;

import io.sluice.image.Organization;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.console.Units;
import io.sluice.standalone.storm.History.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// One storm, from the first process to the verdict.
final class Storm {

    private static final int TENANTS = 2;
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration TICK = Duration.ofSeconds(10);

    /// Blobs that a processor may have in hand when it is killed: one for each worker.
    private static final int WORKED_ON = 4;

    /// Those of a copier: two tasks of 100 images.
    private static final int COPIED_AT_ONCE = 200;

    private final Plan plan;
    private final Path directory;
    private final PrintWriter out;
    private final List<String> violations = new ArrayList<>();

    /// What is asked for.
    ///
    /// @param seed        of the schedule and of what clients want
    /// @param length      from the first request to the last fault's end
    /// @param pause       between faults, on average
    /// @param clients     requests at once
    /// @param rate        requests a second of all clients together, as long as they are answered at once
    /// @param overS3      whether blobs go to an S3 server that has moods, rather than to a shared folder
    /// @param readyWithin longest time from the end until all services are ready
    /// @param settle      longest time after that until all that was accepted is decided
    record Plan(
            long seed,
            Duration length,
            Duration pause,
            int clients,
            double rate,
            boolean overS3,
            Duration readyWithin,
            Duration settle) {}

    private Storm(Plan plan, Path directory, PrintWriter out) {
        this.plan = plan;
        this.directory = directory;
        this.out = out;
    }

    /// Runs it in `directory`, which holds all data, logs and the history afterwards.
    ///
    /// @param out where progress goes
    static Verdict run(Plan plan, Path directory, PrintWriter out)
            throws IOException, InterruptedException, ExecutionException {
        return new Storm(plan, directory, out).run();
    }

    private Verdict run() throws IOException, InterruptedException, ExecutionException {
        var began = System.nanoTime();
        try (var history = History.in(directory.resolve("history.jsonl"));
                var pictures = Pictures.serve();
                var cluster = Cluster.start(directory, plan.overS3, START_LIMIT)) {
            say("all services are ready after " + since(began));
            var tenants = tenants(cluster.apis());
            try {
                var before = usage(cluster);
                var schedule = Schedule.of(plan.seed, plan.length, plan.pause, plan.overS3);
                var front = new Front(history::contradiction);
                var clients = clients(tenants, front, pictures, history);
                var recovery = blow(cluster, schedule, clients, history);
                settle(clients);
                var after = usage(cluster);
                compare(before, after);
                restartAll(cluster, front, clients);
                settle(clients);
                violations.addAll(history.contradictions());
                cluster.services().forEach(service -> violations.addAll(service.surprises()));
                return judge(
                        cluster, tenants, history, schedule, new Recovery(recovery, before, after, front.answered()));
            } finally {
                tenants.forEach(Storm::close);
            }
        }
    }

    /// How the services came out of it.
    ///
    /// @param time     from the end of the storm until all were ready
    /// @param answered requests while they were restarted, afterwards
    record Recovery(Duration time, Map<ServiceName, Usage> before, Map<ServiceName, Usage> after, int answered) {}

    /// @return how long it took afterwards until all services were ready
    private Duration blow(Cluster cluster, Schedule schedule, List<Client> clients, History history)
            throws InterruptedException, ExecutionException {
        var began = System.nanoTime();
        try (var traffic = new Traffic(clients, pause());
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

    /// Between two requests of a client, on average.
    private Duration pause() {
        return Duration.ofNanos((long) (TimeUnit.SECONDS.toNanos(1) * plan.clients / plan.rate));
    }

    /// Restarts one service after the other under a front that honours readiness: nobody must notice. Without the
    /// broker, of which there is one.
    private void restartAll(Cluster cluster, Front front, List<Client> clients)
            throws InterruptedException, ExecutionException {
        var began = System.nanoTime();
        try (var _ = front.honourReadiness(cluster.apis(), cluster::answersReady);
                var traffic = new Traffic(clients, pause())) {
            for (var name : ServiceName.clients()) {
                cluster.service(name).restart();
                var missing = cluster.awaitReady(List.of(ServiceName.values()), plan.settle);
                if (!missing.isEmpty()) {
                    violations.add(missing + " not ready after the restart of " + name);
                }
            }
            traffic.join();
        }
        say("all services were restarted one after the other in " + since(began) + ", under " + front.answered()
                + " requests");
    }

    private Duration recover(Cluster cluster) throws InterruptedException {
        var began = System.nanoTime();
        cluster.calm();
        var all = List.of(ServiceName.values());
        var missing = cluster.awaitReady(all, plan.readyWithin);
        if (!missing.isEmpty()) {
            violations.add(missing + " not ready " + plan.readyWithin.toSeconds() + " s after the storm");
            missing = cluster.awaitReady(all, plan.settle);
            if (!missing.isEmpty()) {
                violations.add(missing + " not ready at all after the storm");
            }
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        say("all services are ready " + Units.time(took) + " after the storm");
        return took;
    }

    /// Waits until all that was accepted is decided.
    private void settle(List<Client> clients) throws InterruptedException {
        var began = System.nanoTime();
        while (true) {
            var open = 0;
            for (var client : clients) {
                open += client.settlePending();
            }
            if (open == 0) {
                say("all that was accepted is decided " + since(began) + " later");
                return;
            }
            if (System.nanoTime() - began > plan.settle.toNanos()) {
                violations.add(open + " accepted operations are not decided " + plan.settle.toSeconds()
                        + " s after the storm, such as "
                        + clients.stream()
                                .flatMap(client -> client.open().stream())
                                .findFirst());
                return;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private Verdict judge(Cluster cluster, List<Tenant> tenants, History history, Schedule schedule, Recovery recovery)
            throws IOException, InterruptedException {
        var began = System.nanoTime();
        var outcomes = new OutcomeCheck(violations);
        var replays = outcomes.run(cluster, history.operations());
        for (var tenant : tenants) {
            outcomes.ask(history.operations(), tenant);
        }
        var leftovers = new StoreCheck(cluster, violations).run(explained(history, schedule));
        var downloads = 0;
        for (var tenant : tenants) {
            downloads += new CatalogCheck(tenant, violations).run();
        }
        say("checked in " + since(began));
        var startTimes = new EnumMap<ServiceName, List<Duration>>(ServiceName.class);
        cluster.services().forEach(service -> startTimes.put(service.name(), service.startTimes()));
        return new Verdict(
                plan, schedule, history, startTimes, recovery, replays, leftovers, downloads, List.copyOf(violations));
    }

    /// How many blobs may be left over: one for each request that was sent and not answered, and those that killed
    /// processes had in hand.
    private static long explained(History history, Schedule schedule) {
        var unknown = history.counts().values().stream()
                .mapToInt(results -> results.getOrDefault(Result.UNKNOWN, 0))
                .sum();
        var inHand = schedule.events().stream()
                .mapToLong(event -> inHand(event.fault()))
                .sum();
        return history.resent() + unknown + inHand;
    }

    private static int inHand(Fault fault) {
        if (!(fault instanceof Fault.Kill(var service))) {
            return 0;
        }
        return switch (service.kind()) {
            case PROCESSOR -> WORKED_ON;
            case COPIER -> COPIED_AT_ONCE;
            case API, BROKER -> 0;
        };
    }

    private List<Client> clients(List<Tenant> tenants, Front front, Pictures pictures, History history) {
        var clients = new ArrayList<Client>();
        for (var number = 1; number <= plan.clients; number++) {
            clients.add(new Client(
                    number,
                    tenants.get(number % tenants.size()),
                    front,
                    pictures,
                    history,
                    Schedule.random(plan.seed, number)));
        }
        return clients;
    }

    private static List<Tenant> tenants(List<URI> apis) throws IOException, InterruptedException {
        var tenants = new ArrayList<Tenant>();
        for (var number = 1; number <= TENANTS; number++) {
            var name = new Organization("storm-" + number);
            var copies = new Organization("storm-" + number + "-copies");
            var key = SluiceClient.signUp(apis.getFirst(), name, "storm@example.org", ServiceName.ROOT_KEY)
                    .expect(201)
                    .json()
                    .path("api_key")
                    .asText();
            var nodes = nodes(apis, name, key);
            var node = nodes.getFirst();
            node.send("PUT", node.endpoint().route("/organizations/" + copies), Map.of())
                    .expect(201);
            tenants.add(new Tenant(nodes, nodes(apis, copies, key)));
        }
        return tenants;
    }

    private static List<SluiceClient> nodes(List<URI> apis, Organization organization, String key) {
        return apis.stream()
                .map(api -> new SluiceClient(new Endpoint(api, organization, key), REQUEST_TIMEOUT))
                .toList();
    }

    private static void close(Tenant tenant) {
        tenant.nodes().forEach(SluiceClient::close);
        tenant.copies().forEach(SluiceClient::close);
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
                violations.add(name + " has grown from " + then + " to " + now);
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
