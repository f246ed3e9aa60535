package io.sluice.standalone.serve;

import static java.util.Objects.requireNonNull;

import io.sluice.copier.Copier;
import io.sluice.ingest.ApiConfig;
import io.sluice.ingest.ApiService;
import io.sluice.ingest.door.FrontDoor;
import io.sluice.kafka.KafkaConfig;
import io.sluice.processor.Processor;
import io.sluice.service.DataDirectory;
import io.sluice.service.Foundation;
import io.sluice.service.Parts;
import io.sluice.service.Readiness;
import io.sluice.standalone.broker.EmbeddedBroker;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Watchdog;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All of Sluice in one process: this is where the parts are put together.
public final class Standalone {

    private Standalone() {}

    /// What is done while the server runs. When it returns, or throws, the server stops.
    @FunctionalInterface
    public interface Body {
        /// @param base      address of the server, which is ready for requests
        /// @param readiness how it stands
        void run(URI base, Readiness readiness) throws Exception;
    }

    /// Starts everything, runs `body`, and closes everything in reverse: the doors first, the stores last.
    public static void run(StandaloneConfig config, Body body) throws Exception {
        var meters = Foundation.newMeters();
        var readiness = new Readiness();
        var heartbeats = new Heartbeats();
        // answers from the start: the broker and catching up may take a while
        try (var door = FrontDoor.open(config.api().door(), readiness, meters);
                var directory = DataDirectory.open(config.foundation().dataDirectory());
                var _ = Watchdog.start(
                        config.foundation().watchdog(),
                        config.api().host(),
                        door.port(),
                        heartbeats,
                        directory.root());
                var broker = broker(config.kafka());
                var ground = Foundation.open(
                        config.foundation(), kafka(config.kafka(), broker), directory, meters, readiness, heartbeats);
                var images = ground.startImages();
                var services = new Parts()) {
            services.startTogether(List.of(
                    () -> Processor.start(config.processor(), ground),
                    () -> Copier.start(config.copier(), ground, images),
                    () -> ApiService.start(config.api(), ground, images, door)));
            readiness.complete().await();
            if (broker != null) {
                broker.rest();
            }
            body.run(address(config.api(), door.port()), readiness);
            readiness.withdraw();
        }
    }

    private static KafkaConfig kafka(KafkaSource source, @Nullable EmbeddedBroker broker) {
        return switch (source) {
            case KafkaSource.Embedded _ -> requireNonNull(broker).config();
            case KafkaSource.Cluster(var config) -> config;
        };
    }

    private static @Nullable EmbeddedBroker broker(KafkaSource source) {
        return switch (source) {
            case KafkaSource.Embedded(var config) -> EmbeddedBroker.start(config);
            case KafkaSource.Cluster _ -> null;
        };
    }

    /// An address that works on this machine, also when the server listens on all of them.
    private static URI address(ApiConfig config, int port) {
        var host = config.host().equals("0.0.0.0") || config.host().equals("::") ? "127.0.0.1" : config.host();
        return URI.create("http://" + (host.contains(":") ? '[' + host + ']' : host) + ':' + port);
    }
}
