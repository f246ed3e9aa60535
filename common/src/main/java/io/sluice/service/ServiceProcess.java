package io.sluice.service;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.config.Settings;
import io.sluice.kafka.KafkaConfig;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Watchdog;
import io.sluice.watch.exit.MemoryWatch;

/// The frame of every process that runs services: opens the HTTP server, the data directory, the watchdog and
/// the [ServiceResources], in this order, and closes them in reverse.
///
/// @param foundation configuration that all services share
/// @param brokers    address of the Kafka brokers
/// @param host       address that the HTTP server listens on
/// @param http       opens the HTTP server
public record ServiceProcess<S extends HealthServer>(
        FoundationConfig foundation, Brokers brokers, String host, Http<S> http) {

    /// A source of the brokers' address.
    @FunctionalInterface
    public interface Brokers {

        /// @param parts receives what has to be closed after the services
        KafkaConfig open(ResourceStack parts);
    }

    /// A factory of the HTTP server.
    @FunctionalInterface
    public interface Http<S> {
        S open(Readiness readiness, PrometheusMeterRegistry meters);
    }

    /// The work of a process between its start and its end.
    @FunctionalInterface
    public interface Body<S> {

        /// @param services receives the services, which are closed before everything else
        void run(ServiceResources resources, S http, ResourceStack services) throws Exception;
    }

    /// Reads the configuration of a service without an HTTP API; the caller checks for problems afterwards.
    public static ServiceProcess<StatusServer> withStatusServer(Settings settings) {
        var status = StatusConfig.from(settings);
        var foundation = FoundationConfig.from(settings);
        var kafka = FoundationConfig.kafka(settings);
        return new ServiceProcess<>(
                foundation,
                _ -> kafka,
                status.host(),
                (readiness, meters) -> StatusServer.start(status, readiness, meters));
    }

    /// Opens everything, runs `body`, and closes everything.
    public void run(Body<S> body) throws Exception {
        var meters = ServiceResources.newMeters();
        var readiness = new Readiness();
        var heartbeats = new Heartbeats();
        // serves health checks from the start: Kafka may be away, and restoring state may take a while
        try (var _ = MemoryWatch.start();
                var server = http.open(readiness, meters);
                var directory = DataDirectory.open(foundation.dataDirectory());
                var _ = Watchdog.start(foundation.watchdog(), host, server.port(), heartbeats, directory.root());
                var cluster = new ResourceStack();
                var shared = ServiceResources.open(
                        foundation, brokers.open(cluster), directory, meters, readiness, heartbeats);
                var services = new ResourceStack()) {
            body.run(shared, server, services);
        }
    }
}
