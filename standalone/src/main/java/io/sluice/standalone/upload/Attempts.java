package io.sluice.standalone.upload;

import io.sluice.queue.RetryPolicy;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.Sentence;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The attempts of a request: it is repeated after temporary failures, and polled until its operation has ended.
///
/// While the server is away or too busy, a request waits; that is not an attempt.
///
/// @param retries number of attempts, and delays between them
record Attempts(SluiceClient client, ServerPause pause, RetryPolicy retries) {

    /// Polling interval for an accepted operation that has not ended.
    private static final Duration POLL = Duration.ofMillis(500);

    /// A request that can be sent again.
    interface Request {
        Answer send() throws IOException, InterruptedException;
    }

    /// The result of a request after all its attempts.
    sealed interface Reply {

        /// The server has answered, and would not answer differently if it was asked again.
        ///
        /// @param answer the response, or the state of the operation for an accepted request
        record Answered(Answer answer) implements Reply {}

        /// The server was too busy until the time was over.
        record Busy(Result.Failed failure) implements Reply {}

        /// The server was there, but every attempt failed, or what the request sends has changed.
        record Unanswered(Result.Failed failure) implements Reply {}
    }

    /// Sends a request until it has been answered.
    ///
    /// @param hasChanged whether what the request sends has changed, so that it cannot be sent again
    Reply send(Request request, BooleanSupplier hasChanged) throws InterruptedException {
        var patience = System.nanoTime() + pause.limit().toNanos();
        for (var attempt = 1; ; ) {
            var began = System.nanoTime();
            Reply reply;
            @Nullable Duration asked = null;
            var busy = false;
            try {
                var answer = request.send();
                if (answer.status() == 202) {
                    return end(answer.headers().firstValue("Location").orElse(""));
                }
                if (!answer.isPassing()) {
                    return new Reply.Answered(answer);
                }
                var failure = failed(answer.reason(), answer.message(), attempt);
                asked = retryAfter(answer);
                busy = answer.status() == 429;
                reply = busy ? new Reply.Busy(failure) : new Reply.Unanswered(failure);
            } catch (IOException e) {
                if (hasChanged.getAsBoolean()) {
                    return new Reply.Unanswered(Result.Failed.CHANGED);
                }
                reply = new Reply.Unanswered(failed("connection", Sentence.of(e), attempt));
            }
            if (!busy && pause.await(began)) {
                continue;
            }
            if (busy ? System.nanoTime() - patience > 0 : retries.isLast(attempt)) {
                return reply;
            }
            Thread.sleep(retries.waitAfter(attempt, asked, RandomGenerator.getDefault()));
            // a busy server delays more and more, but is asked until the time is over
            attempt = busy && retries.isLast(attempt) ? attempt : attempt + 1;
        }
    }

    /// Polls an accepted operation until it has ended.
    ///
    /// @param location address of the operation
    Reply end(String location) throws InterruptedException {
        for (var attempt = 1; ; ) {
            Thread.sleep(POLL);
            var began = System.nanoTime();
            try {
                var answer = client.operation(location);
                var isAccepted = answer.status() == 200
                        && "accepted".equals(answer.json().path("state").asText());
                if (!isAccepted && !answer.isPassing()) {
                    return new Reply.Answered(answer);
                }
                attempt = isAccepted || pause.await(began) ? 1 : attempt + 1;
            } catch (IOException _) { // counted; the next request may succeed
                attempt = pause.await(began) ? 1 : attempt + 1;
            }
            if (retries.isLast(attempt)) {
                return new Reply.Unanswered(new Result.Failed(
                        "connection", "the server accepted the upload, but no longer responds at " + location));
            }
        }
    }

    private static Result.Failed failed(String reason, String message, int attempts) {
        return new Result.Failed(reason, message + " (" + attempts + " attempts)");
    }

    private static @Nullable Duration retryAfter(Answer answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,4}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(null);
    }
}
