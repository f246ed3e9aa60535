package io.sluice.ingest.door;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.ingest.tls.Tls;
import io.sluice.service.HealthServer;
import io.sluice.service.Readiness;
import io.sluice.service.StartException;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server of a process. It answers every request in bounded time, even while handlers hang:
/// health requests on threads of the server, other requests by the attached API, and with 503 while no API
/// is attached or when it makes no progress.
///
/// Accepting, parsing and writing run on platform threads that never run a handler.
public final class FrontDoor implements HealthServer {

    /// Paths that the server answers itself, with `GET` and `HEAD`.
    public static final List<String> PATHS = List.of(HealthHandler.LIVE, HealthHandler.READY);

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int ACCEPT_QUEUE = 1024;
    private static final int MIN_THREADS = 4;
    private static final int MAX_THREADS = 64;
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final Server server;
    private final ServerConnector connector;
    private final Reception reception;
    private final HandlerThreads threads;
    private final @Nullable Tls tls;
    private @Nullable Handler api;

    private FrontDoor(
            Server server, ServerConnector connector, Reception reception, HandlerThreads threads, @Nullable Tls tls) {
        this.tls = tls;
        this.server = server;
        this.connector = connector;
        this.reception = reception;
        this.threads = threads;
    }

    /// Starts listening.
    ///
    /// @throws StartException when the port is not available, or the certificate cannot be read
    public static FrontDoor open(DoorConfig config, Readiness readiness, MeterRegistry meters) {
        return open(config, readiness, meters, HandlerThreads.forThisJdk(), Tls.INTERVAL);
    }

    /// @param threads     closed with the door
    /// @param tlsInterval interval of the checks for new files of the certificate
    static FrontDoor open(
            DoorConfig config,
            Readiness readiness,
            MeterRegistry meters,
            HandlerThreads threads,
            Duration tlsInterval) {
        var listener = config.listener();
        var tls = listener.tls() == null ? null : Tls.open(listener.tls(), tlsInterval);
        var server = new Server(threadPool());
        var connector = connector(server, listener, tls);
        server.addConnector(connector);
        server.setErrorHandler(new JettyErrors());
        server.setStopTimeout(0); // detach() has waited for requests
        var reception = Reception.start(config.patience(), config.leastRate(), threads, meters);
        var health = CrossOrigin.allow(config.corsOrigins(), new HealthHandler(readiness, reception));
        server.setHandler(tls == null ? health : new HttpsOnly(health));
        var door = new FrontDoor(server, connector, reception, threads, tls);
        try {
            server.start();
        } catch (Exception e) { // declared by Jetty
            door.close();
            throw new StartException(
                    "cannot listen on " + listener.host() + ':' + listener.port() + " (" + e.getMessage()
                            + "): is another server running? Choose another port with SLUICE_HTTP_PORT",
                    e);
        }
        return door;
    }

    private static QueuedThreadPool threadPool() {
        // its queue holds at most one task for each connection, and Jetty requires an unbounded one
        var pool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        pool.setName("sluice-door");
        pool.setDaemon(true);
        return pool;
    }

    private static ServerConnector connector(Server server, ListenerConfig listener, @Nullable Tls tls) {
        var http = new HttpConfiguration();
        http.setUriCompliance(UriCompliance.LEGACY); // routes interpret the path
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setResponseHeaderSize(MAX_HEADER_BYTES);
        http.setSendServerVersion(false);
        var plain = new HttpConnectionFactory(http);
        var connector = tls == null
                ? new ServerConnector(server, plain)
                : new ServerConnector(server, tls.connections(http, plain.getProtocol()), plain);
        connector.setHost(listener.host());
        connector.setPort(listener.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(listener.idleTimeout().toMillis());
        return connector;
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    /// Passes requests to `handler` from now on.
    ///
    /// @param handler started here, and stopped by [#detach()]
    public synchronized void attach(Handler handler) {
        handler.setServer(server);
        try {
            handler.start();
        } catch (Exception e) { // declared by Jetty
            throw new IllegalStateException("the API cannot be attached to the HTTP server", e);
        }
        api = handler;
        reception.attach(handler);
    }

    /// Refuses requests from now on, waits a few seconds for those in progress, and stops the handler.
    public synchronized void detach() {
        var handler = api;
        api = null;
        if (handler == null) {
            return;
        }
        try {
            reception.detach(DRAIN_TIMEOUT);
            handler.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // declared by Jetty
            LOG.atWarn().setCause(e).log("API not stopped in order");
        }
    }

    /// Stops listening and closes all connections.
    @Override
    public void close() {
        detach();
        // Jetty waits for its selectors without a bound
        var stopping = Thread.ofPlatform().name("sluice-door-stop").daemon().start(this::stopServer);
        try {
            if (!stopping.join(STOP_TIMEOUT)) {
                LOG.atWarn().addKeyValue("timeout", STOP_TIMEOUT).log("HTTP server left behind that does not stop");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        reception.close();
        threads.close();
        if (tls != null) {
            tls.close();
        }
    }

    private void stopServer() {
        try {
            server.stop();
        } catch (Exception e) { // declared by Jetty
            LOG.atWarn().setCause(e).log("HTTP server not stopped in order");
        }
    }
}
