package io.sluice.lab.storm.call;

import io.sluice.lab.storm.cluster.Span;
import io.sluice.standalone.client.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;

/// One request to one node, and its end.
///
/// @param span time from the request until its complete response or until it was given up
public record Attempt(URI node, Span span, Ending ending) {

    /// The end of a request.
    sealed interface Ending {

        /// A response with an HTTP status.
        record Answered(int status) implements Ending {}

        /// A refused connection: the port was closed.
        record Refused() implements Ending {}

        /// A connection that ended before the complete response.
        record Broken(String failure) implements Ending {}

        /// A time-out of the client.
        record GivenUp() implements Ending {}
    }

    /// The operation that sends a request.
    @FunctionalInterface
    interface Send {
        Answer run() throws IOException, InterruptedException;
    }

    /// Sends a request and records its end.
    public static Answer of(URI node, Send send, Consumer<Attempt> attempts) throws IOException, InterruptedException {
        var began = System.nanoTime();
        try {
            var answer = send.run();
            attempts.accept(since(node, began, new Ending.Answered(answer.status())));
            return answer;
        } catch (IOException e) {
            attempts.accept(since(node, began, ending(e)));
            throw e;
        }
    }

    private static Attempt since(URI node, long began, Ending ending) {
        return new Attempt(node, new Span(began, System.nanoTime()), ending);
    }

    private static Ending ending(IOException failure) {
        return switch (failure) {
            // a halted process accepts no connections once the backlog of its port is full
            case HttpConnectTimeoutException _ -> new Ending.GivenUp();
            case ConnectException _ -> new Ending.Refused();
            case HttpTimeoutException _ -> new Ending.GivenUp();
            default -> new Ending.Broken(failure.toString());
        };
    }

    public Duration took() {
        return span.length();
    }
}
