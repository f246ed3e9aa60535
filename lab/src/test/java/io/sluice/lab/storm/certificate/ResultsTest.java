package io.sluice.lab.storm.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crash.CrashPoint;
import io.sluice.lab.storm.cluster.ServiceName;
import io.sluice.lab.storm.expected.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

    private static final Kill KILL = new Kill(ServiceName.API_1, CrashPoint.BLOB_WRITTEN, 3, 4_000, 900);
    private static final Kill SLOWER = new Kill(ServiceName.API_2, CrashPoint.BLOB_WRITTEN, 1, 8_000, -1);
    private static final BatchResult GOOD = batch(1, List.of(KILL), List.of());
    private static final BatchResult BAD =
            batch(2, List.of(SLOWER), List.of(new Violation(Violation.Kind.LOST, "image x of acme is lost")));

    @TempDir
    private Path directory;

    @Test
    void readsWhatItHasWritten() throws IOException {
        var results = Results.in(directory);
        results.add(GOOD);
        results.add(BAD);

        assertThat(Results.in(directory).all()).containsExactly(GOOD, BAD);
        assertThat(Results.in(directory).kills()).containsExactly(KILL, SLOWER);
    }

    @Test
    void removesALineThatWasNotWrittenToItsEnd() throws IOException {
        Results.in(directory).add(GOOD);
        var file = directory.resolve("certificate.jsonl");
        Files.writeString(file, "{\"seed\":7,\"batch\":2", StandardOpenOption.APPEND);

        var results = Results.in(directory);
        results.add(BAD);

        assertThat(Results.in(directory).all()).containsExactly(GOOD, BAD);
    }

    @Test
    void showsSumsAndFiguresOfEachCrashPoint() {
        assertThat(CertificatePage.render(12, List.of(GOOD, BAD)))
                .contains(
                        "| kills | 2 of 12, in 2 batches |",
                        "| accepted operations | 1800 |",
                        "| **lost** | **1** |",
                        "| **doubled** | **0** |",
                        "| api | `BLOB_WRITTEN` | 2 | 8.0 s | 8.0 s | 900 ms | 900 ms |",
                        "| processor | `DECIDED` | 0 |  |  |  |  |",
                        "- batch 2, lost: image x of acme is lost");
        assertThat(CertificatePage.render(1, List.of(GOOD))).contains("There are no violations.");
    }

    private static BatchResult batch(int number, List<Kill> kills, List<Violation> violations) {
        return new BatchResult(
                7,
                number,
                new BatchResult.Run(Instant.parse("2026-01-02T03:04:05Z"), 500, "1.0", "2 processors", 1),
                kills,
                new BatchResult.Work(1000, 900, 0, 300, 12_000),
                violations);
    }
}
