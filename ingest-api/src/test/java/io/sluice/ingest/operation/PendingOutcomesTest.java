package io.sluice.ingest.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.command.Trail;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PendingOutcomesTest {

    private static final OperationId OPERATION = new OperationId("op-1");

    private final PendingOutcomes pending = new PendingOutcomes(2);

    @Test
    void handsOutAllPartsInOrderWhateverTheOrderOfTheirArrival() throws InterruptedException {
        try (var waiting = pending.expect(OPERATION, 2)) {
            pending.accept(outcome(1, 2, "second"));
            assertThat(waiting.await(Duration.ZERO)).isEmpty();
            pending.accept(outcome(0, 2, "first"));

            assertThat(waiting.await(Duration.ZERO))
                    .hasValueSatisfying(outcomes ->
                            assertThat(outcomes).containsExactly(outcome(0, 2, "first"), outcome(1, 2, "second")));
        }
    }

    @Test
    void countsTheFirstOutcomeOfAPartOnly() throws InterruptedException {
        try (var waiting = pending.expect(OPERATION, 1)) {
            pending.accept(outcome(0, 1, "first"));
            pending.accept(outcome(0, 1, "replay"));

            assertThat(waiting.await(Duration.ZERO).orElseThrow()).containsExactly(outcome(0, 1, "first"));
        }
    }

    @Test
    void ignoresPartsThatTheRequestDoesNotHave() throws InterruptedException {
        try (var waiting = pending.expect(OPERATION, 1)) {
            pending.accept(outcome(4, 5, "another request's"));

            assertThat(waiting.await(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void tellsEveryRequestThatWaitsForTheSameOperation() throws InterruptedException {
        try (var one = pending.expect(OPERATION, 1);
                var other = pending.expect(OPERATION, 1)) {
            pending.accept(outcome(0, 1, "x"));

            assertThat(one.await(Duration.ZERO)).isPresent();
            assertThat(other.await(Duration.ZERO)).isPresent();
        }
    }

    @Test
    void knowsTheLatestOutcomesForRequestsThatJoinLate() throws InterruptedException {
        pending.accept(outcome(0, 1, "just before"));

        try (var waiting = pending.expect(OPERATION, 1)) {
            assertThat(waiting.await(Duration.ZERO)).isPresent();
        }
    }

    @Test
    void forgetsRequestsThatStoppedWaiting() {
        var waiting = pending.expect(OPERATION, 1);
        assertThat(pending.size()).isEqualTo(1);

        waiting.close();
        waiting.close();

        assertThat(pending.size()).isZero();
    }

    @Test
    void givesUpAtOnceWhenTooManyWaitAlready() throws InterruptedException {
        try (var _ = pending.expect(OPERATION, 1);
                var _ = pending.expect(OPERATION, 1);
                var third = pending.expect(OPERATION, 1)) {
            assertThat(third.await(Duration.ofHours(1))).isEmpty();
            assertThat(pending.size()).isEqualTo(2);
        }
        pending.accept(outcome(0, 1, "x"));
        try (var next = pending.expect(OPERATION, 1)) {
            assertThat(next.await(Duration.ZERO)).isPresent();
        }
    }

    private static Outcome outcome(int index, int count, String detail) {
        return new Outcome.Rejected(
                new Envelope(OPERATION, new Part(index, count), new Organization("acme"), Trail.direct(Instant.EPOCH)),
                Instant.EPOCH,
                new Rejection.MalformedRequest(detail));
    }
}
