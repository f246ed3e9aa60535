package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.queue.OffsetRuns.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitMetadataTest {

    private static final Instant SERVED = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void hasAFormatThatOtherNodesRead() {
        var metadata = CommitMetadata.fitting(100, SERVED, List.of(new Run(102, 103), new Run(300, 1_000)));

        assertThat(metadata.text(100)).isEqualTo("1,1767323045,AgHFAbwF");
        assertThat(CommitMetadata.of(100, "1,1767323045,AgHFAbwF")).isEqualTo(metadata);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsWhatItWroteAndNeverWritesMoreThanBrokersTake(long seed) {
        var random = new Random(seed);
        var offset = random.nextLong(1L << (1 + random.nextInt(50)));
        var runs = new ArrayList<Run>();
        var end = offset;
        for (var count = random.nextInt(5_000); count > 0; count--) {
            var from = end + 1 + random.nextLong(1L << random.nextInt(1, 20));
            end = from + 1 + random.nextLong(1L << random.nextInt(1, 20));
            runs.add(new Run(from, end));
        }

        var metadata = CommitMetadata.fitting(offset, SERVED, runs);
        var text = metadata.text(offset);

        assertThat(text.length()).isLessThanOrEqualTo(CommitMetadata.MAX_CHARACTERS);
        assertThat(CommitMetadata.of(offset, text)).isEqualTo(metadata);
        assertThat(runs.subList(0, metadata.done().size())).isEqualTo(metadata.done());
        if (metadata.done().size() < runs.size()) {
            assertThat(text.length()).isGreaterThan(CommitMetadata.MAX_CHARACTERS - 60);
        }
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
                "1,99999999999999999,AgE",
                "1,1767323045,_________3__________f_8B"
            })
    void ignoresWhatOthersHaveCommitted(String text) {
        assertThat(CommitMetadata.of(100, text)).isNull();
    }
}
