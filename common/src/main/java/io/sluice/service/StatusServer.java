package io.sluice.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// An HTTP server of `/health/live`, `/health/ready` and `/metrics` for a service without an HTTP API. It
/// runs from [#start] to [#close()].
public final class StatusServer implements HealthServer {

    /// Prometheus' text format.
    public static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /// Maximum number of requests processed concurrently or waiting.
    private static final int MAX_THREADS = 32;

    private static final int MAX_WAITING = 1_000;

    static {
        // Seconds that a client may take to send a request and to receive its response; without them the JDK's
        // server waits forever. It reads them once in a process, when its first server is created.
        limit("sun.net.httpserver.maxReqTime", 5);
        limit("sun.net.httpserver.maxRspTime", 10);
    }

    private static final int STATUS_METHOD_NOT_ALLOWED = 405;
    private static final int STATUS_NOT_FOUND = 404;

    private final HttpServer server;
    private final ExecutorService executor;

    private StatusServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /// @throws StartException when the server cannot listen on the port
    public static StatusServer start(StatusConfig config, Readiness readiness, PrometheusMeterRegistry meters) {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(config.host(), config.port()), 0);
        } catch (IOException e) {
            throw new StartException(
                    "cannot listen on " + config.host() + ':' + config.port() + " (" + e.getMessage()
                            + "): choose another port with " + StatusConfig.PORT.key(),
                    e);
        }
        server.createContext("/", exchange -> answer(exchange, readiness, meters));
        var executor = executor();
        server.setExecutor(executor);
        server.start();
        return new StatusServer(server, executor);
    }

    @Override
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow(); // not close(), which waits for as long as a request takes
    }

    /// Creates platform threads, so that health checks are answered when the scheduler of virtual threads
    /// hangs.
    private static ExecutorService executor() {
        var executor = new ThreadPoolExecutor(
                MAX_THREADS,
                MAX_THREADS,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().name("sluice-status-", 0).daemon().factory());
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static void limit(String property, int seconds) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(seconds));
        }
    }

    private static void answer(HttpExchange exchange, Readiness readiness, PrometheusMeterRegistry meters)
            throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, STATUS_METHOD_NOT_ALLOWED, "text/plain", "only GET\n");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/health/live" -> send(exchange, HealthReport.live());
                case "/health/ready" -> send(exchange, HealthReport.of(readiness));
                case "/metrics" -> send(exchange, 200, METRICS_TYPE, meters.scrape());
                default -> send(exchange, STATUS_NOT_FOUND, "text/plain", "/health/live, /health/ready, /metrics\n");
            }
        }
    }

    private static void send(HttpExchange exchange, HealthReport report) throws IOException {
        send(exchange, report.status(), "application/json", report.json().toString());
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        var body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
