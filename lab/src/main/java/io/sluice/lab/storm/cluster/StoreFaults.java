package io.sluice.lab.storm.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.testsupport.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A proxy in front of an S3 server that can make it fail. Thread-safe.
///
/// Requests get the host and port of the server in their `Host` header, which is part of what clients sign:
/// the server must not check signatures.
public final class StoreFaults implements AutoCloseable {

    /// Headers that concern one connection, or that the client sets itself.
    private static final Set<String> NOT_FORWARDED =
            Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade");

    /// Shares of a content, in percent.
    private static final int ALL = 100;

    private static final int HALF = 50;

    /// Simulated health of the server.
    public enum Health {
        GOOD("is healthy"),
        /// Writes are refused: 507 and the code that MinIO returns.
        FULL("is full"),
        /// Two requests of three are answered with 503.
        FAILING("answers with 503"),
        /// All requests are answered with 503.
        BUSY("answers with nothing but 503"),
        /// Every other request is cut off in the middle: in its body, or in that of the response.
        BREAKING("breaks connections"),
        /// All requests are refused because the clocks of client and server differ.
        SKEWED("has another time"),
        /// Requests are received and not answered; their connections are closed when the server is healthy
        /// again.
        HANGING("hangs");

        private final String meaning;

        Health(String meaning) {
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }
    }

    private final int target;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LoopbackServer front;
    private final AtomicLong requests = new AtomicLong();

    /// Guards `health`; `changed` is signalled at every change.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private Health health = Health.GOOD;

    private StoreFaults(int target) throws IOException {
        this.target = target;
        this.front = LoopbackServer.start(this::handle);
    }

    /// Starts a proxy of the server at port `target` of this machine.
    static StoreFaults start(int target) throws IOException {
        return new StoreFaults(target);
    }

    int port() {
        return front.port();
    }

    public void set(Health next) {
        lock.lock();
        try {
            health = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        set(Health.GOOD);
        front.close();
        client.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var writes = exchange.getRequestMethod().equals("PUT")
                    || exchange.getRequestMethod().equals("POST");
            var now = awaitAnyButHanging();
            if (now == Health.FULL && writes) {
                refuse(exchange, 507, "XMinioStorageFull");
            } else if (now == Health.FAILING && requests.incrementAndGet() % 3 != 0) {
                refuse(exchange, 503, "SlowDown");
            } else if (now == Health.BUSY) {
                refuse(exchange, 503, "SlowDown");
            } else if (now == Health.SKEWED) {
                refuse(exchange, 403, "RequestTimeTooSkewed");
            } else if (now == Health.BREAKING && requests.incrementAndGet() % 2 != 0) {
                breakOff(exchange, writes);
            } else if (now != Health.HANGING) {
                forward(exchange, ALL);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed meanwhile
        }
    }

    /// @return `HANGING` when the server hung and is healthy again: the request stays without a response
    private Health awaitAnyButHanging() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (health != Health.HANGING) {
                return health;
            }
            while (health == Health.HANGING) {
                changed.await();
            }
            return Health.HANGING;
        } finally {
            lock.unlock();
        }
    }

    /// Reads half of the request, or sends half of the response; the connection ends with the exchange.
    private void breakOff(HttpExchange exchange, boolean writes) throws IOException, InterruptedException {
        if (writes) {
            var length = exchange.getRequestHeaders().getFirst("Content-Length");
            var half = length == null ? 0 : Long.parseLong(length) / 2;
            exchange.getRequestBody().skipNBytes(half);
        } else {
            forward(exchange, HALF);
        }
    }

    /// @param share maximum share of the content that is sent, in percent
    private void forward(HttpExchange exchange, int share) throws IOException, InterruptedException {
        var address = URI.create("http://127.0.0.1:" + target + exchange.getRequestURI());
        var request = HttpRequest.newBuilder(address).method(exchange.getRequestMethod(), body(exchange));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (isForwarded(name)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        var response = client.send(request.build(), BodyHandlers.ofInputStream());
        try (var content = response.body()) {
            answer(exchange, response, content, share);
        }
    }

    /// Returns the body of a request. If it ends before its announced length, the forwarded request fails
    /// too: it must not become an object.
    private static BodyPublisher body(HttpExchange exchange) {
        var length = exchange.getRequestHeaders().getFirst("Content-Length");
        return length == null || length.equals("0")
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(exchange::getRequestBody), Long.parseLong(length));
    }

    private static void answer(
            HttpExchange exchange, HttpResponse<InputStream> response, InputStream content, int share)
            throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (isForwarded(name)) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        var length = response.headers().firstValueAsLong("Content-Length");
        if (exchange.getRequestMethod().equals("HEAD")) {
            length.ifPresent(bytes -> exchange.getResponseHeaders().set("Content-Length", Long.toString(bytes)));
            exchange.sendResponseHeaders(response.statusCode(), -1);
        } else if (response.statusCode() == 204 || length.orElse(-1) == 0) {
            exchange.sendResponseHeaders(response.statusCode(), -1);
        } else {
            exchange.sendResponseHeaders(response.statusCode(), length.orElse(0)); // 0: in chunks
            if (share == ALL) {
                content.transferTo(exchange.getResponseBody());
            } else {
                var part = content.readNBytes((int) (length.orElse(0) * share / ALL));
                exchange.getResponseBody().write(part);
                throw new IOException("broken off after " + part.length + " bytes");
            }
        }
    }

    private static boolean isForwarded(String header) {
        return !NOT_FORWARDED.contains(header.toLowerCase(Locale.ROOT));
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        var body = ("<Error><Code>" + code + "</Code><Message>simulated</Message></Error>").getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
