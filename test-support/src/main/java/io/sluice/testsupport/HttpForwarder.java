package io.sluice.testsupport;

import com.sun.net.httpserver.HttpExchange;
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
import java.util.function.Predicate;

/// The part of a proxy that passes requests on to an HTTP server of this machine, and its responses back.
///
/// Requests get the host and port of the server in their `Host` header, which is part of what clients of S3 sign: the
/// server must not check signatures.
public final class HttpForwarder implements AutoCloseable {

    /// Headers that concern one connection, or that the client sets itself.
    private static final Set<String> NOT_FORWARDED =
            Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade");

    private static final Predicate<String> EVERY_HEADER = _ -> true;

    private final int target;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// @param target port of the server
    public HttpForwarder(int target) {
        this.target = target;
    }

    public void forward(HttpExchange exchange) throws IOException, InterruptedException {
        forward(exchange, EVERY_HEADER);
    }

    /// Passes the request on, and half of the content of the response.
    ///
    /// @throws IOException always when there is content, so that the caller ends the connection
    public void forwardHalf(HttpExchange exchange) throws IOException, InterruptedException {
        forward(exchange, EVERY_HEADER, true);
    }

    /// @param header decides by their names, in lower case, which headers of the request are passed on
    public void forward(HttpExchange exchange, Predicate<String> header) throws IOException, InterruptedException {
        forward(exchange, header, false);
    }

    private void forward(HttpExchange exchange, Predicate<String> header, boolean half)
            throws IOException, InterruptedException {
        var address = URI.create("http://127.0.0.1:" + target + exchange.getRequestURI());
        var request = HttpRequest.newBuilder(address).method(exchange.getRequestMethod(), body(exchange));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (isForwarded(name) && header.test(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        var response = client.send(request.build(), BodyHandlers.ofInputStream());
        try (var content = response.body()) {
            answer(exchange, response, content, half);
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
            HttpExchange exchange, HttpResponse<InputStream> response, InputStream content, boolean half)
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
            if (half) {
                var part = content.readNBytes((int) (length.orElse(0) / 2));
                exchange.getResponseBody().write(part);
                throw new IOException("broken off after " + part.length + " bytes");
            }
            content.transferTo(exchange.getResponseBody());
        }
    }

    private static boolean isForwarded(String header) {
        return !NOT_FORWARDED.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
