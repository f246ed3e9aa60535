package io.sluice.poison;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.poison.Suspects.Standing;
import io.sluice.poison.Suspects.Step;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SuspectsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Position SUSPECT = new Position(3, 17);
    private static final Position OTHER_SUSPECT = new Position(4, 2);
    private static final Position INNOCENT = new Position(3, 18);

    private final AtomicLong clock = new AtomicLong();
    private final Suspects suspects = new Suspects(PATIENCE.toNanos(), clock::get);

    @Test
    void delaysNoRecordIfNothingWasInWork() {
        assertThat(suspects.mayBegin(INNOCENT, 5)).isTrue();
        assertThat(suspects.step()).isNull();
    }

    @Test
    void delaysNoRecordBeforeASuspectIsThere() {
        suspects.add(SUSPECT, false);

        assertThat(suspects.mayBegin(INNOCENT, 5)).isTrue();
        assertThat(suspects.isExclusive()).isFalse();
    }

    @Test
    void triesASuspectAloneAfterACommitThatNamesIt() {
        suspects.add(SUSPECT, false);

        assertThat(suspects.mayBegin(SUSPECT, 1)).as("while another is in work").isFalse();
        assertThat(suspects.step()).as("while another is in work").isNull();
        assertThat(suspects.mayBegin(INNOCENT, 1)).as("no more others").isFalse();
        assertThat(suspects.mayBegin(SUSPECT, 0)).as("before the commit").isFalse();
        assertThat(suspects.step()).isEqualTo(new Step(SUSPECT));
        assertThat(suspects.alone(3)).containsExactly(17L);
        assertThat(suspects.alone(4)).isEmpty();
        suspects.committed(new Step(SUSPECT));
        assertThat(suspects.mayBegin(INNOCENT, 0)).isFalse();
        assertThat(suspects.mayBegin(SUSPECT, 0)).isTrue();
        assertThat(suspects.step()).isNull();
    }

    @Test
    void admitsOthersOnceACommitNamesNone() {
        beginTrial();

        suspects.cleared(SUSPECT);

        assertThat(suspects.mayBegin(INNOCENT, 0)).as("before the commit").isFalse();
        assertThat(suspects.alone(3)).isEmpty();
        assertThat(suspects.step()).isEqualTo(new Step(null));
        suspects.committed(new Step(null));
        assertThat(suspects.mayBegin(INNOCENT, 0)).isTrue();
        assertThat(suspects.of(SUSPECT)).isEqualTo(Standing.INNOCENT);
        assertThat(suspects.mayBegin(SUSPECT, 7)).isTrue();
        assertThat(suspects.step()).isNull();
    }

    @Test
    void triesOneSuspectAfterTheOther() {
        suspects.add(OTHER_SUSPECT, false);
        beginTrial();
        assertThat(suspects.mayBegin(OTHER_SUSPECT, 1)).isFalse();
        assertThat(suspects.step()).isNull();

        suspects.cleared(SUSPECT);

        assertThat(suspects.step()).isEqualTo(new Step(OTHER_SUSPECT));
        suspects.committed(new Step(OTHER_SUSPECT));
        assertThat(suspects.mayBegin(INNOCENT, 0)).isFalse();
        assertThat(suspects.mayBegin(OTHER_SUSPECT, 0)).isTrue();
    }

    @Test
    void triesASuspectAgainThatWasInterrupted() {
        beginTrial();

        suspects.stop(SUSPECT);

        assertThat(suspects.step()).isEqualTo(new Step(null));
        assertThat(suspects.of(SUSPECT)).isEqualTo(Standing.SUSPECT);
        suspects.committed(new Step(null));
        assertThat(suspects.mayBegin(SUSPECT, 0)).isFalse();
        assertThat(suspects.step()).isEqualTo(new Step(SUSPECT));
    }

    @Test
    void poisonBeginsAtOnceAndIsNamedUntilItIsRefused() {
        suspects.add(SUSPECT, false);
        suspects.add(SUSPECT, true);
        suspects.add(SUSPECT, false);

        assertThat(suspects.of(SUSPECT)).isEqualTo(Standing.POISON);
        assertThat(suspects.mayBegin(SUSPECT, 5)).isTrue();
        assertThat(suspects.alone(3)).containsExactly(17L);
        suspects.cleared(SUSPECT);
        assertThat(suspects.alone(3)).isEmpty();
        assertThat(suspects.isExclusive()).isFalse();
    }

    @Test
    void leavesSuspectsToAnotherReaderAndKnowsThemWhenTheyComeBack() {
        beginTrial();

        suspects.left(3);

        assertThat(suspects.step()).isEqualTo(new Step(null));
        suspects.committed(new Step(null));
        assertThat(suspects.mayBegin(INNOCENT, 0)).isTrue();
        assertThat(suspects.in(3, Standing.SUSPECT)).containsExactly(17L);
    }

    @Test
    void admitsOthersWhenAWaitingSuspectIsLeftToAnotherReader() {
        suspects.add(SUSPECT, false);
        assertThat(suspects.mayBegin(SUSPECT, 1)).isFalse();

        suspects.left(3);
        suspects.committed(new Step(null));

        assertThat(suspects.mayBegin(INNOCENT, 1)).isTrue();
    }

    @Test
    void doesNotTryASuspectThatWasLeftBetweenItsAnnouncementAndTheCommit() {
        suspects.add(SUSPECT, false);
        assertThat(suspects.mayBegin(SUSPECT, 0)).isFalse();
        var step = Objects.requireNonNull(suspects.step());
        suspects.left(3);

        suspects.committed(step);

        assertThat(suspects.step()).isEqualTo(new Step(null));
    }

    @Test
    void othersWaitForABoundedTimeInTotal() {
        suspects.add(OTHER_SUSPECT, false);
        beginTrial();
        clock.addAndGet(PATIENCE.toNanos() - 10);
        suspects.cleared(SUSPECT);
        suspects.committed(new Step(null));
        assertThat(suspects.mayBegin(OTHER_SUSPECT, 0)).isFalse();
        suspects.committed(new Step(OTHER_SUSPECT));
        clock.addAndGet(10);
        assertThat(suspects.mayBegin(INNOCENT, 1)).isFalse();
        clock.addAndGet(1);

        assertThat(suspects.mayBegin(INNOCENT, 1)).isTrue();
        assertThat(suspects.of(OTHER_SUSPECT)).isEqualTo(Standing.INNOCENT);
        assertThat(suspects.step()).as("the record is not alone any more").isEqualTo(new Step(null));
        assertThat(suspects.alone(4)).isEmpty();
    }

    private void beginTrial() {
        suspects.add(SUSPECT, false);
        assertThat(suspects.mayBegin(SUSPECT, 0)).isFalse();
        suspects.committed(new Step(SUSPECT));
        assertThat(suspects.mayBegin(SUSPECT, 0)).isTrue();
    }
}
