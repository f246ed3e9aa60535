package io.sluice.standalone.upload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.queue.RetryPolicy;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.Sentence;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The upload of one item, with retries after temporary failures.
///
/// All attempts have the same idempotency key, so that an attempt whose response was lost is not repeated.
/// While the server is away or too busy, an item waits; that is not an attempt.
public final class Uploader {

    /// Polling interval for an accepted operation that has not ended.
    private static final Duration POLL = Duration.ofMillis(500);

    private static final RetryPolicy RETRIES = new RetryPolicy(8, Duration.ofMillis(250), 2, Duration.ofMinutes(1));

    private final SluiceClient client;
    private final ServerPause pause;
    private final RetryPolicy retries;
    private final boolean bulk;

    /// @param bulk whether the uploads let others go first
    public Uploader(SluiceClient client, ServerPause pause, boolean bulk) {
        this(client, pause, RETRIES, bulk);
    }

    Uploader(SluiceClient client, ServerPause pause, RetryPolicy retries, boolean bulk) {
        this.client = client;
        this.pause = pause;
        this.retries = retries;
        this.bulk = bulk;
    }

    public Result upload(Item item) throws InterruptedException {
        try {
            var form = form(item);
            var headers = Map.of("Idempotency-Key", UUID.randomUUID().toString());
            var result = persistently(item, () -> client.upload(form, headers));
            return item instanceof Item.Url url ? named(url, result) : result;
        } catch (FileNotFoundException _) {
            return new Result.Failed("unreadable", "the file is missing or cannot be read");
        }
    }

    private Result persistently(Item item, Request request) throws InterruptedException {
        var patience = System.nanoTime() + pause.limit().toNanos();
        for (var attempt = 1; ; ) {
            var began = System.nanoTime();
            Result.Failed failure;
            @Nullable Duration asked = null;
            var busy = false;
            try {
                var answer = request.send();
                if (!answer.isPassing()) {
                    return answer.status() == 202 ? follow(answer) : result(answer);
                }
                failure = failed(answer);
                asked = retryAfter(answer);
                busy = answer.status() == 429;
            } catch (IOException e) {
                if (hasChanged(item)) {
                    return new Result.Failed("unreadable", "the file was changed or removed during the upload");
                }
                failure = new Result.Failed("connection", Sentence.of(e));
            }
            if (!busy && pause.await(began)) {
                continue;
            }
            if (busy ? System.nanoTime() - patience > 0 : retries.isLast(attempt)) {
                return new Result.Failed(failure.reason(), failure.message() + " (" + attempt + " attempts)");
            }
            Thread.sleep(retries.waitAfter(attempt, asked, RandomGenerator.getDefault()));
            // a busy server delays more and more, but is asked until the time is over
            attempt = busy && retries.isLast(attempt) ? attempt : attempt + 1;
        }
    }

    /// Polls an accepted operation until it has ended.
    private Result follow(Answer accepted) throws InterruptedException {
        var location = accepted.headers().firstValue("Location").orElse("");
        for (var attempt = 1; ; ) {
            Thread.sleep(POLL);
            var began = System.nanoTime();
            try {
                var answer = client.operation(location);
                var state = answer.json().path("state").asText();
                if (answer.status() == 200 && !"accepted".equals(state)) {
                    return "succeeded".equals(state) ? uploaded(answer) : failed(answer);
                }
                if (answer.status() != 200 && !answer.isPassing()) {
                    return failed(answer);
                }
                attempt = answer.status() == 200 || pause.await(began) ? 1 : attempt + 1;
            } catch (IOException _) { // counted; the next request may succeed
                attempt = pause.await(began) ? 1 : attempt + 1;
            }
            if (retries.isLast(attempt)) {
                return new Result.Failed(
                        "connection", "the server accepted the upload, but no longer responds at " + location);
            }
        }
    }

    /// Names the image of a URL: an upload by URL has no name of its own.
    private Result named(Item.Url url, Result result) throws InterruptedException {
        var name = url.details().name();
        if (name == null || !(result instanceof Result.Uploaded uploaded)) {
            return result;
        }
        var address = client.endpoint().images("/" + uploaded.hash() + "/name");
        var named = persistently(
                url,
                () -> client.send(
                        "PUT", address, Map.of(), TextNode.valueOf(name).toString()));
        return named instanceof Result.Failed(var reason, var message)
                ? new Result.Failed(reason, "uploaded as " + uploaded.hash() + ", but not named: " + message)
                : result;
    }

    private MultipartForm form(Item item) throws FileNotFoundException {
        var details = item.details();
        var form = switch (item) {
            case Item.LocalFile file -> {
                var name = details.name();
                yield new MultipartForm()
                        .file(
                                "filedata[0]",
                                name == null ? String.valueOf(file.path().getFileName()) : name,
                                file.path());
            }
            case Item.Url url -> new MultipartForm().field("url[0]", url.location());
        };
        if (bulk) {
            form.field("options[0][bulk]", "true");
        }
        details.options()
                .properties()
                .forEach(option -> form.field(
                        "options[0][" + option.getKey() + "]", option.getValue().asText()));
        addUnlessEmpty(form, "meta_user[0]", details.userMetadata());
        addUnlessEmpty(form, "meta_dynamic[0]", details.dynamicMetadata());
        return form;
    }

    private static void addUnlessEmpty(MultipartForm form, String field, ObjectNode metadata) {
        if (!metadata.isEmpty()) {
            form.field(field, metadata.toString());
        }
    }

    private static boolean hasChanged(Item item) {
        if (!(item instanceof Item.LocalFile file)) {
            return false;
        }
        try {
            return Files.size(file.path()) != file.bytes() || !Files.isReadable(file.path());
        } catch (IOException _) {
            return true;
        }
    }

    private static Result result(Answer answer) {
        return answer.status() == 200 ? uploaded(answer) : failed(answer);
    }

    private static Result uploaded(Answer answer) {
        var image = answer.json().path("items").path(0);
        return new Result.Uploaded(
                image.path("hash").asText(), image.path("binary_hash").asText());
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
