package io.sluice.poison;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuspectsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final AtomicLong clock = new AtomicLong();

    @TempDir
    Path directory;

    @Test
    void delaysNoRecordAfterAnOrderlyStop() throws IOException {
        try (var mark = start().mark(3, 17)) {
            assertThat(mark).isNotNull();
        }

        var suspects = start();

        assertThat(suspects.isAwaiting()).isFalse();
        assertThat(suspects.of(3, 17)).isEqualTo(Suspects.Standing.INNOCENT);
        assertThat(suspects.mayBegin(0, 0, 0)).isTrue();
    }

    @Test
    void triesARecordThatWasInWorkAlone() throws IOException {
        start().mark(3, 17);

        var suspects = start();

        assertThat(suspects.of(3, 17)).isEqualTo(Suspects.Standing.SUSPECT);
        assertThat(suspects.mayBegin(3, 18, 0)).isFalse();
        assertThat(suspects.mayBegin(3, 17, 0)).isTrue();
        assertThat(suspects.settled(3, 17)).isTrue();
        assertThat(suspects.mayBegin(3, 18, 0)).isTrue();
        assertThat(start().isAwaiting()).isFalse();
    }

    @Test
    void triesOneSuspectAtATime() throws IOException {
        var dying = start();
        dying.mark(0, 1);
        dying.mark(0, 2);

        var suspects = start();

        assertThat(suspects.mayBegin(0, 2, 0)).isTrue();
        assertThat(suspects.mayBegin(0, 1, 0)).isFalse();
        suspects.settled(0, 2);
        assertThat(suspects.mayBegin(0, 1, 0)).isTrue();
    }

    @Test
    void classifiesARecordAsPoisonAfterTwoDeaths() throws IOException {
        start().mark(3, 17);
        var second = start();
        assertThat(second.mayBegin(3, 17, 0)).isTrue();
        second.mark(3, 17);

        var third = start();

        assertThat(third.of(3, 17)).isEqualTo(Suspects.Standing.POISON);
        third.settled(3, 17);
        assertThat(start().of(3, 17)).isEqualTo(Suspects.Standing.INNOCENT);
    }

    /// The mark of the second try took the place of the first one, which another record may use by then.
    @Test
    void removesNoMarkOfAnotherRecordWhenASuspectIsSettled() throws IOException {
        start().mark(3, 17);
        var second = start();
        try (var alone = second.mark(3, 17)) {
            assertThat(alone).isNotNull();
        }
        second.mark(4, 1);
        second.settled(3, 17);

        assertThat(start().of(4, 1)).isEqualTo(Suspects.Standing.SUSPECT);
    }

    @Test
    void doesNotAwaitSuspectsOfOtherReadersButKeepsTheirMarks() throws IOException {
        start().mark(3, 17);
        var suspects = start();

        assertThat(suspects.awaitThoseOf(Set.of(0, 1))).isTrue();

        assertThat(suspects.mayBegin(0, 0, 0)).isTrue();
        assertThat(suspects.of(3, 17)).isEqualTo(Suspects.Standing.SUSPECT);
    }

    /// Such as one of a partition that another node reads while this one is away.
    @Test
    void awaitsASuspectWhosePartitionIsAssignedLaterUntilOthersAreDone() throws IOException {
        start().mark(3, 17);
        var suspects = start();
        suspects.awaitThoseOf(Set.of());
        assertThat(suspects.mayBegin(0, 0, 0)).isTrue();

        suspects.awaitThoseOf(Set.of(3));

        assertThat(suspects.mayBegin(3, 17, 1)).isFalse();
        assertThat(suspects.mayBegin(0, 1, 1)).isFalse();
        assertThat(suspects.mayBegin(3, 17, 0)).isTrue();
    }

    @Test
    void awaitsSuspectsForABoundedTime() throws IOException {
        start().mark(3, 17);
        var suspects = start();
        clock.addAndGet(PATIENCE.multipliedBy(10).toNanos());
        assertThat(suspects.mayBegin(3, 18, 0)).isFalse();
        suspects.awaitThoseOf(Set.of(3));

        clock.addAndGet(PATIENCE.toNanos() + 1);

        assertThat(suspects.isAwaiting()).isFalse();
        assertThat(suspects.mayBegin(3, 18, 0)).isTrue();
    }

    @Test
    void ignoresADamagedMark() throws IOException {
        start().mark(3, 17);
        try (var file = new RandomAccessFile(directory.resolve("marks").toFile(), "rw")) {
            file.seek(2);
            file.write(1);
        }

        assertThat(start().isAwaiting()).isFalse();
    }

    private Suspects start() throws IOException {
        return new Suspects(InWorkMarks.open(directory.resolve("marks")), PATIENCE.toNanos(), clock::get);
    }
}
