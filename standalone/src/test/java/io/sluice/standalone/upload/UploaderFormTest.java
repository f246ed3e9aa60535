package io.sluice.standalone.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.queue.RetryPolicy;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.upload.FormServer.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads of several files with one request.
class UploaderFormTest {

    private static final RetryPolicy RETRIES = new RetryPolicy(2, Duration.ofMillis(1), 2, Duration.ofMinutes(1));
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @Test
    void returnsTheImageOfEachFile() throws Exception {
        try (var server = FormServer.start()) {
            assertThat(upload(server, file("a", "one"), file("b", "two"), file("c", "one")))
                    .containsExactly(uploaded("one"), uploaded("two"), uploaded("one"));

            assertThat(server.forms()).singleElement().satisfies(form -> {
                assertThat(form.prefer()).isEqualTo("handling=lenient");
                assertThat(form.files())
                        .extracting(FormServer.File::field)
                        .containsExactly("filedata[0]", "filedata[1]", "filedata[2]");
            });
        }
    }

    @Test
    void sendsTheDetailsOfEachFile() throws Exception {
        var named = new ItemDetails("n.jpg", object("label", "x"), object("version", "y"), object("protected", "true"));
        try (var server = FormServer.start()) {
            upload(server, file("a", "one"), file("b", "two", named));

            assertThat(server.forms().getFirst().names()).containsExactly("a", "n.jpg");
            assertThat(server.forms().getFirst().fields())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "options[0][bulk]", "true",
                            "options[1][bulk]", "true",
                            "options[1][protected]", "true",
                            "meta_user[1]", "{\"label\":\"x\"}",
                            "meta_dynamic[1]", "{\"version\":\"y\"}"));
        }
    }

    @Test
    void leavesOnlyRejectedFilesOfAFormWithoutAResult() throws Exception {
        try (var server = FormServer.start()) {
            assertThat(upload(server, file("a", "one"), file("b", "bad"), file("c", "two")))
                    .containsExactly(uploaded("one"), Optional.empty(), uploaded("two"));
        }
    }

    @Test
    void leavesAllFilesOfARefusedFormWithoutAResult() throws Exception {
        try (var server = FormServer.start(new Fault.Status(409))) {
            assertThat(upload(server, file("a", "one"), file("b", "two")))
                    .containsExactly(Optional.empty(), Optional.empty());
        }
    }

    @Test
    void waitsForAnOperationThatIsAnsweredLater() throws Exception {
        try (var server = FormServer.start(new Fault.Later(), new Fault.Later())) {
            assertThat(upload(server, file("a", "one"), file("b", "two")))
                    .containsExactly(uploaded("one"), uploaded("two"));
            assertThat(upload(server, file("a", "one"), file("b", "bad")))
                    .containsExactly(uploaded("one"), Optional.empty());
        }
    }

    @Test
    void repeatsALostFormWithTheSameKey() throws Exception {
        try (var server = FormServer.start(new Fault.Lost(() -> {}))) {
            assertThat(upload(server, file("a", "one"), file("b", "two")))
                    .containsExactly(uploaded("one"), uploaded("two"));

            assertThat(server.forms()).hasSize(2);
            assertThat(server.forms())
                    .extracting(FormServer.Form::key)
                    .containsOnly(server.forms().getFirst().key());
        }
    }

    @Test
    void failsAChangedFileAndLeavesTheOthersOfItsFormWithoutAResult() throws Exception {
        var changed = file("b", "two");
        try (var server = FormServer.start(new Fault.Lost(() -> write("b", "three")))) {
            assertThat(upload(server, file("a", "one"), changed))
                    .containsExactly(Optional.empty(), Optional.of(Result.Failed.CHANGED));
            assertThat(server.forms()).hasSize(1);
        }
    }

    @Test
    void leavesAllFilesWithoutAResultWhenOneIsMissing() throws Exception {
        var missing = file("b", "two");
        Files.delete(missing.path());
        try (var server = FormServer.start()) {
            assertThat(upload(server, file("a", "one"), missing)).containsExactly(Optional.empty(), Optional.empty());
            assertThat(server.forms()).isEmpty();
        }
    }

    @Test
    void leavesAllFilesWithoutAResultWhenTheServerFailsToAnswer() throws Exception {
        try (var server = FormServer.start(new Fault.Status(504), new Fault.Status(504))) {
            assertThat(upload(server, file("a", "one"), file("b", "two")))
                    .containsExactly(Optional.empty(), Optional.empty());
            assertThat(server.forms()).hasSize(2);
        }
    }

    @Test
    void failsAllFilesWhenTheServerIsBusyForTooLong() throws Exception {
        try (var server = FormServer.start(new Fault.Status(429), new Fault.Status(429))) {
            assertThat(upload(server, Duration.ZERO, file("a", "one"), file("b", "two")))
                    .hasSize(2)
                    .allSatisfy(result -> assertThat(result)
                            .hasValueSatisfying(failure -> assertThat(failure)
                                    .isEqualTo(new Result.Failed(
                                            "http-429", "the server responded with status 429 (1 attempts)"))));
        }
    }

    private static List<Optional<Result>> upload(FormServer server, Item.LocalFile... files) throws Exception {
        return upload(server, LONG, files);
    }

    private static List<Optional<Result>> upload(FormServer server, Duration limit, Item.LocalFile... files)
            throws Exception {
        try (var client = new SluiceClient(server.endpoint())) {
            var pause = new ServerPause(client, limit, _ -> {});
            return new Uploader(client, pause, RETRIES, true).uploadTogether(List.of(files));
        }
    }

    private static Optional<Result> uploaded(String content) {
        return Optional.of(FormServer.stored(content));
    }

    private Item.LocalFile file(String name, String content) throws IOException {
        return file(name, content, ItemDetails.NONE);
    }

    private Item.LocalFile file(String name, String content, ItemDetails details) throws IOException {
        var path = write(name, content);
        return Item.LocalFile.of(path, Files.readAttributes(path, BasicFileAttributes.class), details);
    }

    private Path write(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode object(String field, String value) {
        return JsonNodeFactory.instance.objectNode().put(field, value);
    }
}
