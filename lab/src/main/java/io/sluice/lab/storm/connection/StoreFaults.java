package io.sluice.lab.storm.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.testsupport.HttpForwarder;
import io.sluice.testsupport.LoopbackServer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A proxy in front of an S3 server, which must not check signatures, that can make it fail. Thread-safe.
public final class StoreFaults implements AutoCloseable {

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

    private final HttpForwarder server;
    private final LoopbackServer front;
    private final AtomicLong requests = new AtomicLong();

    /// Guards `health`; `changed` is signalled at every change.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private Health health = Health.GOOD;

    private StoreFaults(int target) throws IOException {
        this.server = new HttpForwarder(target);
        this.front = LoopbackServer.start(this::handle);
    }

    /// Starts a proxy of the server at port `target` of this machine.
    public static StoreFaults start(int target) throws IOException {
        return new StoreFaults(target);
    }

    public int port() {
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
        server.close();
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
                server.forward(exchange);
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
            server.forwardHalf(exchange);
        }
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
