package io.sluice.standalone.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.upload.Item;
import io.sluice.standalone.upload.ItemDetails;
import io.sluice.standalone.upload.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The checkpoint of a bulk ingest, and the reports that are made from it.
class CheckpointTest {

    private static final Item A = file("/a.jpg", 1);
    private static final Item B = file("/b, \"the\" second.jpg", 2);
    private static final String HASH = "0123456789012345678901234567890123456789";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @Test
    void knowsCompletedItemsInTheNextRun() throws Exception {
        try (var checkpoint = open()) {
            checkpoint.add(A, new Result.Uploaded(HASH, HASH));
            checkpoint.add(B, new Result.Failed("too-large", "too large"));
            assertThat(checkpoint.contains(A)).isTrue();
        }
        try (var checkpoint = open()) {
            assertThat(checkpoint.contains(A)).isTrue();
            assertThat(checkpoint.contains(B))
                    .as("failed items are tried again")
                    .isFalse();
            assertThat(checkpoint.contains(file("/a.jpg", 2)))
                    .as("a changed file")
                    .isFalse();
            assertThat(checkpoint.hasGrown()).isFalse();
        }
    }

    @Test
    void dropsATruncatedLastLine() throws Exception {
        try (var checkpoint = open()) {
            checkpoint.add(A, new Result.Uploaded(HASH, HASH));
            checkpoint.add(B, new Result.Uploaded(HASH, HASH));
        }
        try (var file = Files.newByteChannel(path(), StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 10);
        }
        try (var checkpoint = open()) {
            assertThat(checkpoint.contains(A)).isTrue();
            assertThat(checkpoint.contains(B)).isFalse();
            checkpoint.add(B, new Result.Uploaded(HASH, HASH));
        }
        try (var checkpoint = open()) {
            assertThat(checkpoint.contains(B)).isTrue();
            assertThat(checkpoint.linesBefore()).isEqualTo(2);
        }
    }

    @Test
    void refusesASecondRunAndOtherFiles() throws Exception {
        try (var _ = open()) {
            assertThatThrownBy(this::open).isInstanceOf(CommandFailure.class).hasMessageContaining("in use");
        }
        Files.writeString(path(), "{\"some\":\"other file\"}\n");
        assertThatThrownBy(this::open).hasMessageContaining("it is not a checkpoint");
    }

    @Test
    void forgetsWhatIsMissingOnTheServer() throws Exception {
        try (var checkpoint = open()) {
            checkpoint.add(A, new Result.Uploaded(HASH, HASH));
            checkpoint.forget(Set.of(A.fingerprint()));
            assertThat(checkpoint.contains(A)).isFalse();
        }
    }

    @Test
    void reportsTheLastResultOfEveryItemOfAllRuns() throws Exception {
        try (var checkpoint = open()) {
            checkpoint.add(A, new Result.Uploaded("aaaaaa", HASH));
            checkpoint.add(B, new Result.Failed("connection", "no response, \"closed\""));
            checkpoint.add("list.txt, line 3", new Result.Failed(Checkpoint.BAD_LINE, "not JSON"));
        }
        var reports = new Reports(List.of(directory.resolve("out/report.csv"), directory.resolve("report.ndjson")));
        try (var checkpoint = open()) {
            checkpoint.add(B, new Result.Present("bbbbbb", HASH));
            checkpoint.add("/link", new Result.Skipped("link", "not followed"));
            checkpoint.add("list.txt, line 4", new Result.Failed(Checkpoint.BAD_LINE, "not JSON"));
            reports.write(checkpoint);
        }

        assertThat(reports.exist()).isTrue();
        assertThat(Files.readString(directory.resolve("out/report.csv"), UTF_8).lines())
                .map(line -> line.replaceFirst("[^,]*Z$", ""))
                .containsExactly(
                        "item,result,hash,binary_hash,bytes,reason,message,time",
                        "/a.jpg,uploaded,aaaaaa," + HASH + ",1,,,",
                        "\"/b, \"\"the\"\" second.jpg\",existing,bbbbbb," + HASH + ",2,,,",
                        "/link,skipped,,,,link,not followed,",
                        "\"list.txt, line 4\",failed,,,,bad-line,not JSON,");
        assertThat(Files.readAllLines(directory.resolve("report.ndjson")))
                .hasSize(4)
                .first()
                .asString()
                .startsWith("{\"result\":\"uploaded\",\"item\":\"/a.jpg\",\"hash\":\"aaaaaa\"");
    }

    private Checkpoint open() {
        return Checkpoint.open(path());
    }

    private Path path() {
        return directory.resolve("some.checkpoint");
    }

    private static Item file(String path, long bytes) {
        return new Item.LocalFile(Path.of(path), bytes, 0, ItemDetails.NONE);
    }
}
