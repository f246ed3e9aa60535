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

/// One request as it was sent to one node, and how it ended.
///
/// @param span from sending it until its answer was complete or it was given up
public record Attempt(URI node, Span span, Ending ending) {

    /// How a request ends.
    sealed interface Ending {

        /// With an HTTP status.
        record Answered(int status) implements Ending {}

        /// There was nobody to send it to: the port was closed.
        record Refused() implements Ending {}

        /// The connection ended before the answer was complete.
        record Broken(String failure) implements Ending {}

        /// The client waited no longer.
        record GivenUp() implements Ending {}
    }

    /// Sends a request.
    @FunctionalInterface
    interface Send {
        Answer run() throws IOException, InterruptedException;
    }

    /// Sends a request and has its ending written down.
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
            // a process that is halted is not connected to once the backlog of its port is full
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
