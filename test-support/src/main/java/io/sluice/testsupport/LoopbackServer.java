package io.sluice.testsupport;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An HTTP server on a free port of the loopback address. Every request has a virtual thread of its own, so a
/// handler may block.
public final class LoopbackServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads;

    private LoopbackServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /// Starts a server that answers 404 until [#serve] adds a path.
    public static LoopbackServer start() throws IOException {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.start();
        return new LoopbackServer(server, threads);
    }

    /// Starts a server with one handler for all paths.
    public static LoopbackServer start(HttpHandler handler) throws IOException {
        return start().serve("/", handler);
    }

    /// Starts a server that delivers `content` at `path`, and 404 at all others.
    public static LoopbackServer withFile(String path, byte[] content) throws IOException {
        return start(exchange -> {
            try (exchange) {
                if (exchange.getRequestURI().getPath().equals(path)) {
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content);
                } else {
                    exchange.sendResponseHeaders(404, -1);
                }
            }
        });
    }

    /// Adds a handler of the paths that start with `path`.
    public LoopbackServer serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
        return this;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// Returns the address of the server, without a path.
    public URI address() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /// Returns the URL of `path`, which starts with a slash and is encoded already.
    public String url(String path) {
        return address() + path;
    }

    /// Closes all connections and interrupts the handlers that still run.
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
