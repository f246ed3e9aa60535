package io.sluice.e2e;

import io.sluice.config.Settings;
import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.serve.Standalone;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.standalone.terminal.TemporaryDirectory;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreConfig;
import io.sluice.store.connection.ObjectStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// The server for all tests without special requirements, in this JVM; each test signs up its own
/// organizations.
final class RunningServer implements AutoCloseable {

    /// The operator's key of every server, which signing up requires.
    static final String ROOT_KEY = "the-root-key-of-these-tests";

    private final TemporaryDirectory directory;
    private final KafkaConfig kafka;
    private final StoreConfig store;
    private final URI base;
    private final CountDownLatch stop;
    private final CompletableFuture<Void> ended;

    private RunningServer(
            TemporaryDirectory directory,
            KafkaConfig kafka,
            StoreConfig store,
            URI base,
            CountDownLatch stop,
            CompletableFuture<Void> ended) {
        this.directory = directory;
        this.kafka = kafka;
        this.store = store;
        this.base = base;
        this.stop = stop;
        this.ended = ended;
    }

    static RunningServer start(Map<String, String> settings) throws Exception {
        var directory = TemporaryDirectory.create("sluice-e2e-");
        var kafkaPort = freePort();
        var environment = new HashMap<>(Map.of(
                "SLUICE_DATA_DIR",
                directory.path().toString(),
                "SLUICE_HTTP_HOST",
                "127.0.0.1",
                "SLUICE_HTTP_PORT",
                "0",
                "SLUICE_KAFKA_PORT",
                Integer.toString(kafkaPort),
                "SLUICE_ROOT_API_KEY",
                ROOT_KEY,
                "SLUICE_FOUNDING",
                "members"));
        environment.putAll(settings);
        var read = new Settings(environment);
        var config = StandaloneConfig.from(read);
        read.check();
        var stop = new CountDownLatch(1);
        var ready = new CompletableFuture<URI>();
        var ended = new CompletableFuture<Void>();
        Thread.ofPlatform().name("sluice-e2e").start(() -> {
            try {
                Standalone.run(config, (base, _) -> {
                    ready.complete(base);
                    stop.await();
                });
                ended.complete(null);
            } catch (Throwable t) {
                ready.completeExceptionally(t);
                ended.completeExceptionally(t);
            }
        });
        var base = ready.get(2, TimeUnit.MINUTES);
        var kafka = KafkaConfig.isGiven(read) ? KafkaConfig.from(read) : new KafkaConfig("127.0.0.1:" + kafkaPort);
        return new RunningServer(directory, kafka, config.foundation().store(), base, stop, ended);
    }

    URI base() {
        return base;
    }

    /// Returns the addresses of the brokers.
    String brokers() {
        return kafka.bootstrapServers();
    }

    KafkaClients kafka() {
        return new KafkaClients(kafka);
    }

    /// Opens the store of the server; the caller closes it.
    ObjectStore openStore() {
        return ObjectStores.open(store, directory.path());
    }

    /// Returns the number of blobs of an organization.
    long blobs(Organization organization) {
        try (var store = openStore();
                var blobs = store.list(BlobKey.prefix(organization))) {
            return blobs.count();
        }
    }

    /// Signs up an organization with this name and returns its client.
    SluiceClient signUp(String organization) throws IOException, InterruptedException {
        var name = new Organization(organization);
        var answer =
                SluiceClient.signUp(base, name, "test@example.com", ROOT_KEY).expect(201);
        return new SluiceClient(
                new Endpoint(base, name, answer.json().path("api_key").asText()));
    }

    @Override
    public void close() {
        stop.countDown();
        ended.orTimeout(1, TimeUnit.MINUTES).join();
        directory.close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Passes the shared server to tests that request it, and closes it after all tests.
    static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunningServer.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            var store = context.getRoot().getStore(Namespace.create(RunningServer.class));
            if (!context.getRequiredTestClass().isAnnotationPresent(InContainers.class)) {
                return store.computeIfAbsent(RunningServer.class, _ -> startShared(Map.of()), RunningServer.class);
            }
            // closed after the server, which is created later
            var containers = store.computeIfAbsent(Containers.class, _ -> Containers.start(), Containers.class);
            return store.computeIfAbsent(
                    InContainers.class, _ -> startShared(containers.settings()), RunningServer.class);
        }

        private static RunningServer startShared(Map<String, String> environment) {
            try {
                var settings = new HashMap<>(environment);
                settings.put("SLUICE_FETCH_ALLOW_PRIVATE", "true");
                settings.put("SLUICE_WEBHOOK_ATTEMPTS", "3");
                settings.put("SLUICE_WEBHOOK_WAIT", "200ms");
                settings.put("SLUICE_WEBHOOK_KEY", "the-webhook-key-of-these-tests-0123");
                return start(settings);
            } catch (Exception e) {
                throw new IllegalStateException("the server does not start", e);
            }
        }
    }
}
