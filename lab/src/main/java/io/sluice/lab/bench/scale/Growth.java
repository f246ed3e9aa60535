package io.sluice.lab.bench.scale;

import io.sluice.command.Slice;
import io.sluice.image.BlobKey;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaPublisher;
import io.sluice.lab.bench.fill.BlobFill;
import io.sluice.lab.bench.fill.CatalogFill;
import io.sluice.lab.bench.fill.Merges;
import io.sluice.lab.process.HeapUse;
import io.sluice.standalone.access.BrokerAccess;
import io.sluice.standalone.serve.ServeProcess;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Units;
import io.sluice.store.connection.ObjectStores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The measurement of one server: fills it, restarts it, and measures requests and a copy.
final class Growth {

    private static final List<String> JVM_OPTIONS = List.of("-Xmx1g");
    private static final Duration LIMIT = Duration.ofMinutes(45);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int PROGRESS = 15;

    /// Commands after which the fill waits for the broker: a producer fails when its buffer is full for long.
    private static final int BATCH = 5_000;

    private static final int AT_ONCE = 8;

    private final Path data;
    private final Map<String, String> settings;
    private final Population population;
    private final Effort effort;
    private final Consumer<String> progress;
    private final Figures figures;

    /// @param data     directory of the server, which does not exist yet
    /// @param settings of the server, [Target#ROOT_KEY] among them
    /// @param progress receives a line now and then
    Growth(Path data, Map<String, String> settings, Population population, Effort effort, Consumer<String> progress) {
        this.data = data;
        this.settings = settings;
        this.population = population;
        this.effort = effort;
        this.progress = progress;
        this.figures = new Figures(population.title());
    }

    Figures measure() throws IOException, InterruptedException, ExecutionException {
        try (var target = Target.of(ServeProcess.start(data, JVM_OPTIONS, settings))) {
            fill(target);
        }
        for (var use : DiskUse.in(data).entrySet()) {
            figures.put(
                    "disk for 1,000 images: " + use.getKey().description(),
                    Units.bytes(1000 * use.getValue() / population.all()));
        }
        try (var target = Target.of(restart())) {
            requests(target);
            figures.put(
                    "heap after a collection",
                    Units.bytes(HeapUse.afterCollection(target.server().pid())));
            copy(target);
        }
        return figures;
    }

    private void fill(Target target) throws IOException, InterruptedException {
        progress.accept("signing up organizations: " + population.organizations() + " …");
        for (var i = 0; i < population.organizations(); i++) {
            target.signUp(population.organization(i));
        }
        target.signUp(Copies.DESTINATION);
        var began = System.nanoTime();
        var before = target.cpu();
        progress.accept("registering images: " + population.all() + " …");
        register();
        awaitImages(target);
        figures.put("registrations", rate(population.all() / (nanosSince(began) / 1e9)));
        await("the topologies and views have caught up", target::hasCaughtUp);
        figures.put(
                "registration, server CPU",
                Units.time(target.cpu().minus(before).dividedBy(population.all())));
        progress.accept("waiting for the end of the merges …");
        Merges.awaitEnd(data.resolve("views").resolve("images"), LIMIT);
    }

    private void register() throws IOException, InterruptedException {
        var config = StandaloneConfig.read(settings, data);
        var copied = population.copied(effort.copied());
        try (var broker = BrokerAccess.open(config);
                var producer = new KafkaClients(broker.kafka()).producer("sluice-bench");
                var store = ObjectStores.open(config.foundation().store(), data)) {
            var fill = new CatalogFill(producer);
            var bytes = new BlobFill(store);
            for (var i = 0; i < population.organizations(); i++) {
                var organization = population.organization(i);
                Queue<BlobKey> blobs = new ArrayDeque<>();
                for (var image = 0; image < population.images(); image++) {
                    if (blobs.isEmpty() && i < copied.sources() && image < copied.images()) {
                        blobs.addAll(bytes.write(organization, Math.min(Slice.MAX_IMAGES, copied.images() - image)));
                    }
                    var number = population.first(i) + image;
                    fill.register(organization, number, blobs.poll());
                    if (number % BATCH == 0) {
                        fill.complete();
                    }
                }
            }
            fill.complete();
        }
    }

    private void awaitImages(Target target) throws IOException, InterruptedException {
        var began = System.nanoTime();
        var next = began + TimeUnit.SECONDS.toNanos(PROGRESS);
        for (var i = 0; i < population.organizations(); i++) {
            var organization = population.organization(i);
            for (var count = target.count(organization);
                    count < population.images();
                    count = target.count(organization)) {
                if (nanosSince(began) > LIMIT.toNanos()) {
                    throw new CommandFailure("the server showed only " + count + " images of " + organization
                            + " after " + LIMIT.toMinutes() + " minutes");
                }
                if (System.nanoTime() > next) {
                    progress.accept("  " + count + " of " + population.images() + " images of " + organization);
                    next += TimeUnit.SECONDS.toNanos(PROGRESS);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis() / 10); // the server does not notify clients
            }
        }
    }

    private ServeProcess restart() throws IOException, InterruptedException {
        progress.accept("restarting …");
        var began = System.nanoTime();
        var server = ServeProcess.launch(data, JVM_OPTIONS, settings);
        if (!server.awaitReady(LIMIT)) {
            server.close();
            throw new CommandFailure("the server did not become ready again, see " + ServeProcess.log(data));
        }
        figures.put("restart: ready after", Units.time(Duration.ofNanos(nanosSince(began))));
        figures.put("restart: server CPU until then", Units.time(server.cpu()));
        return server;
    }

    private void requests(Target target) throws IOException, InterruptedException, ExecutionException {
        progress.accept("uploading …");
        var uploads = new Uploads(target, population);
        if (effort.warmUp() > 0) {
            uploads.measure(AT_ONCE, effort.warmUp());
        }
        uploads.measure(1, Math.max(1, effort.uploads() / 4)).putInto(figures, "upload, one at a time");
        uploads.measure(AT_ONCE, effort.uploads()).putInto(figures, "upload, " + AT_ONCE + " at once");
        progress.accept("reading …");
        for (var reading : Reading.values()) {
            reading.measure(target, population, effort.reads()).putInto(figures, reading.description());
        }
    }

    private void copy(Target target) throws IOException, InterruptedException, ExecutionException {
        var copied = population.copied(effort.copied());
        progress.accept("copying images: " + copied.all() + ", from organizations: " + copied.sources() + " …");
        try (var broker = BrokerAccess.open(StandaloneConfig.read(settings, data));
                var producer = new KafkaClients(broker.kafka()).producer("sluice-bench")) {
            var rate = Copies.measure(target, population, copied, new KafkaPublisher(producer));
            figures.put("copy-all", rate(rate));
        }
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(String what, Condition condition) throws IOException, InterruptedException {
        var began = System.nanoTime();
        while (!condition.holds()) {
            if (nanosSince(began) > LIMIT.toNanos()) {
                throw new CommandFailure("waited " + LIMIT.toMinutes() + " minutes in vain until " + what);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis()); // the server does not notify clients
        }
    }

    private static long nanosSince(long began) {
        return System.nanoTime() - began;
    }

    private static String rate(double rate) {
        return String.format(Locale.ROOT, "%,.0f images/s", rate);
    }
}
