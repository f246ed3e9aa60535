package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.queue.CommitMetadata.Claim;
import io.sluice.queue.OffsetRuns.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitMetadataTest {

    private static final Instant SERVED = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void hasAFormatThatOtherNodesRead() {
        var metadata = CommitMetadata.fitting(100, SERVED, List.of(new Run(102, 103), new Run(300, 1_000)), null);

        assertThat(metadata.text(100)).isEqualTo("1,1767323045,AgHFAbwF");
        assertThat(CommitMetadata.of(100, "1,1767323045,AgHFAbwF")).isEqualTo(metadata);
    }

    @Test
    void hasAFormatForRecordsInWorkThatOtherNodesRead() {
        var claim = new Claim(77, List.of(new Run(100, 101), new Run(110, 142)), List.of(new Run(100, 101)));
        var metadata = CommitMetadata.fitting(100, SERVED, List.of(new Run(102, 103)), claim);

        assertThat(metadata.claim()).isEqualTo(claim);
        assertThat(metadata.text(100)).isEqualTo("1,1767323045,AgE,77,AAEJIA,AAE");
        assertThat(CommitMetadata.of(100, "1,1767323045,AgE,77,AAEJIA,AAE")).isEqualTo(metadata);
    }

    @ParameterizedTest
    @CsvSource({
        "77, 100, 110, -1, true",
        "77, 103, 109, -1, true",
        "77, 103, 111, -1, false",
        "78, 103, 109, -1, false",
        "77, 103, 109, 104, false",
    })
    void comparesRecordsThatMayBeInWork(long reader, long from, long to, long alone, boolean covered) {
        var claim = new Claim(77, List.of(new Run(100, 110), new Run(200, 210)), List.of());
        var other = new Claim(
                reader, List.of(new Run(from, to)), alone < 0 ? List.of() : List.of(new Run(alone, alone + 1)));

        assertThat(claim.covers(other)).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsWhatItWroteAndNeverWritesMoreThanBrokersTake(long seed) {
        var random = new Random(seed);
        var offset = random.nextLong(1L << (1 + random.nextInt(50)));
        var runs = runs(random, offset);
        var claim = random.nextBoolean()
                ? null
                : new Claim(random.nextLong(Long.MAX_VALUE), runs(random, offset), runs(random, offset));

        var metadata = CommitMetadata.fitting(offset, SERVED, runs, claim);
        var text = metadata.text(offset);

        assertThat(text.length()).isLessThanOrEqualTo(CommitMetadata.MAX_CHARACTERS);
        assertThat(CommitMetadata.of(offset, text)).isEqualTo(metadata);
        assertThat(runs.subList(0, metadata.done().size())).isEqualTo(metadata.done());
        if (metadata.done().size() < runs.size()) {
            assertThat(text.length()).isGreaterThan(CommitMetadata.MAX_CHARACTERS - 100);
        }
    }

    private static List<Run> runs(Random random, long offset) {
        var runs = new ArrayList<Run>();
        var end = offset;
        for (var count = random.nextInt(5_000); count > 0; count--) {
            var from = end + 1 + random.nextLong(1L << random.nextInt(1, 20));
            end = from + 1 + random.nextLong(1L << random.nextInt(1, 20));
            runs.add(new Run(from, end));
        }
        return runs;
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "checkpoint of another program",
                "2,1767323045,AgE",
                "1,soon,AgE",
                "1,1767323045,?",
                "1,1767323045,Ag",
                "1,1767323045,AgA",
                "1,1767323045,gA",
                "1,1767323045,AgE,77,AgE",
                "1,1767323045,AgE,-1,AgE,AgE",
                "1,1767323045,AgE,77,AgE,?",
                "1,99999999999999999,AgE",
                "1,1767323045,_________3__________f_8B"
            })
    void ignoresWhatOthersHaveCommitted(String text) {
        assertThat(CommitMetadata.of(100, text)).isNull();
    }
}
