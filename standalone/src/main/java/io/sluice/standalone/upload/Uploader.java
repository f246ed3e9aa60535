package io.sluice.standalone.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.queue.RetryPolicy;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.upload.Attempts.Reply;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/// The upload of one item, or of several small files with one request, with retries after temporary failures.
///
/// All attempts have the same idempotency key, so that an attempt whose response was lost is not repeated.
public final class Uploader {

    private static final RetryPolicy RETRIES = new RetryPolicy(8, Duration.ofMillis(250), 2, Duration.ofMinutes(1));

    private static final Optional<Result> NO_RESULT = Optional.empty();

    private final SluiceClient client;
    private final Attempts attempts;
    private final boolean bulk;

    /// @param bulk whether the uploads let others go first
    public Uploader(SluiceClient client, ServerPause pause, boolean bulk) {
        this(client, pause, RETRIES, bulk);
    }

    Uploader(SluiceClient client, ServerPause pause, RetryPolicy retries, boolean bulk) {
        this.client = client;
        this.attempts = new Attempts(client, pause, retries);
        this.bulk = bulk;
    }

    public Result upload(Item item) throws InterruptedException {
        try {
            var form = ItemForm.of(List.of(item), bulk);
            var headers = Map.of("Idempotency-Key", UUID.randomUUID().toString());
            var result = result(attempts.send(() -> client.upload(form, headers), () -> hasChanged(item)));
            return item instanceof Item.Url url ? named(url, result) : result;
        } catch (FileNotFoundException _) {
            return new Result.Failed("unreadable", "the file is missing or cannot be read");
        }
    }

    /// Uploads several files with one request. The server decides on each of them, so that a bad one does not refuse
    /// the others.
    ///
    /// @return the results of the files, in their order; empty for each file that has to be uploaded alone, because
    ///         the server refused it or the whole request
    public List<Optional<Result>> uploadTogether(List<Item.LocalFile> files) throws InterruptedException {
        Reply reply;
        try {
            var form = ItemForm.of(files, bulk);
            var headers = Map.of("Idempotency-Key", UUID.randomUUID().toString(), "Prefer", "handling=lenient");
            reply = attempts.send(
                    () -> client.upload(form, headers), () -> files.stream().anyMatch(Uploader::hasChanged));
        } catch (FileNotFoundException _) {
            return files.stream().map(_ -> NO_RESULT).toList();
        }
        return switch (reply) {
            case Reply.Answered(var answer) -> results(stateOf(answer), files.size());
            // which is not because of one of the files
            case Reply.Busy(var failure) ->
                files.stream().map(_ -> Optional.<Result>of(failure)).toList();
            case Reply.Unanswered _ ->
                files.stream()
                        .map(file -> hasChanged(file) ? Optional.<Result>of(Result.Failed.CHANGED) : NO_RESULT)
                        .toList();
        };
    }

    /// Returns the JSON with the images of a form: the answer, or the operation when parts were rejected.
    private JsonNode stateOf(Answer answer) throws InterruptedException {
        var operation = answer.headers().firstValue("Sluice-Operation");
        if (answer.status() == 200 || operation.isEmpty()) {
            return answer.json();
        }
        return attempts.end("/operations/" + operation.get()) instanceof Reply.Answered(var state)
                ? state.json()
                : answer.json();
    }

    /// Returns the results of `files` parts, in their order. Answers and succeeded operations list the images of all
    /// parts as `items`; a rejected operation has those of its other parts. A rejected part has no result here: the
    /// answer to a request of its own gives the exact reason.
    private static List<Optional<Result>> results(JsonNode json, int files) {
        var items = json.path("items");
        return IntStream.range(0, files)
                .mapToObj(index -> items.size() == files
                        ? items.path(index)
                        : json.path("parts").path(index).path("item"))
                .map(image -> image.path("hash").asText().isEmpty() ? NO_RESULT : Optional.of(uploaded(image)))
                .toList();
    }

    /// Names the image of a URL: an upload by URL has no name of its own.
    private Result named(Item.Url url, Result result) throws InterruptedException {
        var name = url.details().name();
        if (name == null || !(result instanceof Result.Uploaded uploaded)) {
            return result;
        }
        var address = client.endpoint().images("/" + uploaded.hash() + "/name");
        var body = TextNode.valueOf(name).toString();
        var named = result(attempts.send(() -> client.send("PUT", address, Map.of(), body), () -> false));
        return named instanceof Result.Failed(var reason, var message)
                ? new Result.Failed(reason, "uploaded as " + uploaded.hash() + ", but not named: " + message)
                : result;
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

    private static Result result(Reply reply) {
        return switch (reply) {
            case Reply.Answered(var answer) ->
                answer.status() == 200 && hasSucceeded(answer)
                        ? uploaded(answer.json().path("items").path(0))
                        : new Result.Failed(answer.reason(), answer.message());
            case Reply.Busy(var failure) -> failure;
            case Reply.Unanswered(var failure) -> failure;
        };
    }

    /// Returns whether an answer is that of an upload, or the state of an operation that has succeeded.
    private static boolean hasSucceeded(Answer answer) {
        return "succeeded".equals(answer.json().path("state").asText("succeeded"));
    }

    private static Result uploaded(JsonNode image) {
        return new Result.Uploaded(
                image.path("hash").asText(), image.path("binary_hash").asText());
    }
}
