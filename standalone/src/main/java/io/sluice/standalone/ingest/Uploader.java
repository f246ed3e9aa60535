package io.sluice.standalone.ingest;

import io.sluice.queue.RetryPolicy;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The upload of one item, with retries after temporary failures.
///
/// All attempts have the same idempotency key, so that an attempt whose response was lost is not repeated.
final class Uploader {

    /// Polling interval for an accepted operation that has not ended.
    private static final Duration POLL = Duration.ofMillis(500);

    static final RetryPolicy DEFAULT_RETRIES = new RetryPolicy(8, Duration.ofMillis(250), 2, Duration.ofMinutes(1));

    private final SluiceClient client;
    private final RetryPolicy retries;
    private final @Nullable String optimizeSource;

    Uploader(SluiceClient client, RetryPolicy retries, @Nullable String optimizeSource) {
        this.client = client;
        this.retries = retries;
        this.optimizeSource = optimizeSource;
    }

    Result upload(Item item) throws InterruptedException {
        try {
            var form = form(item);
            var headers = Map.of("Idempotency-Key", UUID.randomUUID().toString());
            return persistently(() -> client.upload(form, headers));
        } catch (FileNotFoundException e) {
            return new Result.Failed(
                    "unreadable", item.location() + " is missing or cannot be read: " + e.getMessage());
        }
    }

    private Result persistently(Request request) throws InterruptedException {
        for (var attempt = 1; ; attempt++) {
            Result.Failed failure;
            @Nullable Duration asked = null;
            try {
                var answer = request.send();
                if (!answer.isPassing()) {
                    return answer.status() == 202 ? follow(answer) : result(answer);
                }
                failure = failed(answer);
                asked = retryAfter(answer);
            } catch (IOException e) {
                failure = new Result.Failed("connection", "no response from the server: " + e);
            }
            if (retries.isLast(attempt)) {
                return new Result.Failed(failure.reason(), failure.message() + " (" + attempt + " attempts)");
            }
            Thread.sleep(retries.waitAfter(attempt, asked, RandomGenerator.getDefault()));
        }
    }

    /// Polls an accepted operation until it has ended.
    private Result follow(Answer accepted) throws InterruptedException {
        var location = accepted.headers().firstValue("Location").orElse("");
        for (var attempt = 1; ; ) {
            Thread.sleep(POLL);
            try {
                var answer = client.operation(location);
                var state = answer.json().path("state").asText();
                if (answer.status() == 200 && !"accepted".equals(state)) {
                    return "succeeded".equals(state) ? uploaded(answer) : failed(answer);
                }
                if (answer.status() != 200 && !answer.isPassing()) {
                    return failed(answer);
                }
                attempt = answer.status() == 200 ? 1 : attempt + 1;
            } catch (IOException _) { // counted below; the next request may succeed
                attempt++;
            }
            if (retries.isLast(attempt)) {
                return new Result.Failed(
                        "connection", "the server accepted the upload, but no longer responds at " + location);
            }
        }
    }

    private MultipartForm form(Item item) throws FileNotFoundException {
        var form = switch (item) {
            case Item.LocalFile file ->
                new MultipartForm()
                        .file("filedata[0]", String.valueOf(file.path().getFileName()), file.path());
            case Item.Url(var location) -> new MultipartForm().field("url[0]", location);
        };
        form.field("options[0][bulk]", "true");
        return optimizeSource == null ? form : form.field("optimize_source", optimizeSource);
    }

    private static Result result(Answer answer) {
        return answer.status() == 200 ? uploaded(answer) : failed(answer);
    }

    private static Result uploaded(Answer answer) {
        return new Result.Uploaded(
                answer.json().path("items").path(0).path("hash").asText());
    }

    private static Result.Failed failed(Answer answer) {
        return new Result.Failed(answer.reason(), answer.message());
    }

    private static @Nullable Duration retryAfter(Answer answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,4}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(null);
    }

    private interface Request {
        Answer send() throws IOException, InterruptedException;
    }
}
