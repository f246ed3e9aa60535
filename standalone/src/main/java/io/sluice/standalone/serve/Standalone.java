package io.sluice.standalone.serve;

import io.sluice.copier.Copier;
import io.sluice.ingest.ApiService;
import io.sluice.ingest.door.FrontDoor;
import io.sluice.kafka.KafkaConfig;
import io.sluice.processor.Processor;
import io.sluice.service.Readiness;
import io.sluice.service.ResourceStack;
import io.sluice.service.ServiceProcess;
import io.sluice.standalone.broker.EmbeddedBroker;
import io.sluice.trace.Spans;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All services in one process.
public final class Standalone {

    private Standalone() {}

    /// The work while the server runs. When it returns or throws, the server stops.
    @FunctionalInterface
    public interface Body {
        /// @param base      address of the server, which is ready for requests
        /// @param readiness readiness of the server
        void run(URI base, Readiness readiness) throws Exception;
    }

    /// Starts everything, runs `body`, and closes everything in reverse: the HTTP API first, the stores last.
    public static void run(StandaloneConfig config, Body body) throws Exception {
        run(config, _ -> {}, body);
    }

    /// Runs the server, as the other method does.
    ///
    /// @param steps receives a few words on each step of the start before it begins
    static void run(StandaloneConfig config, Consumer<String> steps, Body body) throws Exception {
        var api = config.api();
        var kafka = new Kafka(config.kafka(), steps);
        var process = new ServiceProcess<>(
                config.foundation(),
                kafka,
                api.listener().host(),
                (readiness, meters) -> FrontDoor.open(api.door(), readiness, meters));
        try (var _ = Spans.export(config.foundation().traces(), "sluice")) {
            process.run((resources, http, services) -> {
                steps.accept("the catalog, the workers and the HTTP API");
                var images = services.add(resources.startImages());
                services.startTogether(List.of(
                        () -> Processor.start(config.processor(), resources),
                        () -> Copier.start(config.copier(), resources, images),
                        () -> ApiService.start(api, resources, images, http)));
                var readiness = resources.readiness().complete();
                var missing = readiness.waitingFor();
                if (!missing.isEmpty()) {
                    steps.accept("until they are ready: " + String.join(", ", missing));
                }
                readiness.await();
                kafka.rest();
                body.run(address(api.listener().host(), http.port()), readiness);
                readiness.withdraw();
            });
        }
    }

    /// The brokers of the server: an embedded broker, unless a cluster is configured.
    private static final class Kafka implements ServiceProcess.Brokers {

        private final KafkaSource source;
        private final Consumer<String> steps;
        private @Nullable EmbeddedBroker embedded;

        Kafka(KafkaSource source, Consumer<String> steps) {
            this.source = source;
            this.steps = steps;
        }

        @Override
        public KafkaConfig open(ResourceStack parts) {
            return switch (source) {
                case KafkaSource.Embedded(var config) -> {
                    steps.accept("the embedded Kafka broker");
                    var broker = parts.add(EmbeddedBroker.start(config));
                    embedded = broker;
                    yield broker.config();
                }
                case KafkaSource.Cluster(var config) -> config;
            };
        }

        /// Reduces the timers of an embedded broker after the start.
        void rest() {
            if (embedded != null) {
                embedded.rest();
            }
        }
    }

    /// Returns an address that works on this machine, also when the server listens on all addresses.
    private static URI address(String listening, int port) {
        var host = listening.equals("0.0.0.0") || listening.equals("::") ? "127.0.0.1" : listening;
        return URI.create("http://" + (host.contains(":") ? '[' + host + ']' : host) + ':' + port);
    }
}
