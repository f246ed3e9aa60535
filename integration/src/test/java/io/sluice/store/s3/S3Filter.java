package io.sluice.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.testsupport.HttpForwarder;
import io.sluice.testsupport.LoopbackServer;
import java.io.IOException;
import java.util.Map;

/// A proxy in front of an S3 server that does not check signatures: it takes features away from the server, or answers
/// in its place.
final class S3Filter implements AutoCloseable {

    private final HttpForwarder server;
    private final LoopbackServer front;
    private final Rule rule;

    /// What to do with a request.
    @FunctionalInterface
    interface Rule {
        Action of(HttpExchange exchange);

        /// Replaces the responses to requests of `method` whose query contains `query`.
        static Rule answer(String method, String query, Answer answer) {
            return exchange -> exchange.getRequestMethod().equals(method)
                            && String.valueOf(exchange.getRequestURI().getQuery())
                                    .contains(query)
                    ? answer
                    : new Forward("");
        }
    }

    sealed interface Action {}

    /// Passes the request on.
    ///
    /// @param without prefix of the names of headers that the server does not see; empty for none
    record Forward(String without) implements Action {}

    /// A response instead of that of the server.
    record Answer(int status, Map<String, String> headers, String body) implements Action {

        static Answer error(int status, String code, String message) {
            return new Answer(
                    status,
                    Map.of("Content-Type", "application/xml"),
                    "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>");
        }
    }

    private S3Filter(int target, Rule rule) throws IOException {
        this.server = new HttpForwarder(target);
        this.rule = rule;
        this.front = LoopbackServer.start(this::handle);
    }

    /// Starts a proxy of the server at port `target` of this machine.
    static S3Filter start(int target, Rule rule) throws IOException {
        return new S3Filter(target, rule);
    }

    int port() {
        return front.port();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (rule.of(exchange)) {
                case Forward(var without) ->
                    server.forward(exchange, header -> without.isEmpty() || !header.startsWith(without));
                case Answer answer -> send(exchange, answer);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed meanwhile
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getRequestBody().readAllBytes();
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        var body = answer.body().getBytes(UTF_8);
        if (body.length == 0 || exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        front.close();
        server.close();
    }
}
