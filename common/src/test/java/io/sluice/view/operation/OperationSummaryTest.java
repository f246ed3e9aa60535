package io.sluice.view.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.command.Trail;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.view.OperationStatus;
import io.sluice.view.operation.OperationEvent.Ended;
import io.sluice.view.operation.OperationEvent.Place;
import io.sluice.view.operation.OperationEvent.Postponed;
import io.sluice.view.operation.OperationEvent.Queued;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OperationSummaryTest {

    private static final OperationId OPERATION = new OperationId("op-1");
    private static final Organization ACME = new Organization("acme");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Part FIRST = new Part(0, 2);
    private static final Part SECOND = new Part(1, 2);

    @Test
    void isEmptyWithoutEvents() {
        assertThat(OperationSummary.of(List.of())).isEmpty();
    }

    @Test
    void waitsForItsFirstAttemptWhenItIsQueued() {
        var status = sum(queued(0, FIRST, 1));

        assertThat(status.state()).isEqualTo(OperationStatus.State.ACCEPTED);
        assertThat(status.fingerprint()).isEqualTo("fp");
        assertThat(status.partCount()).isEqualTo(2);
        assertThat(status.parts()).containsExactly(new OperationStatus.PartStatus(FIRST, 0, null, null, null));
    }

    @Test
    void hasTheTimeOfTheNextAttemptAndTheLastFault() {
        var status = sum(queued(0, FIRST, 1), postponed(0, FIRST, 2));

        assertThat(status.parts())
                .containsExactly(new OperationStatus.PartStatus(FIRST, 1, NOON.plusSeconds(2), "fault before 2", null));
    }

    @Test
    void hasNoTimeOfTheNextAttemptOnceItIsQueued() {
        var status = sum(queued(0, FIRST, 1), postponed(0, FIRST, 2), queued(1, FIRST, 2));

        assertThat(status.parts())
                .containsExactly(new OperationStatus.PartStatus(FIRST, 1, null, "fault before 2", null));
    }

    @Test
    void countsTheFirstOutcomeOfAPartAndNoLaterOne() {
        var rejected = rejected(3, FIRST);
        var later = new Ended(
                place("outcomes", 9),
                new Outcome.Rejected(
                        new Envelope(OPERATION, FIRST, ACME, Trail.direct(NOON)), NOON, new Rejection.EmptyFile()));

        var status = sum(later, rejected);

        assertThat(status.parts().getFirst().outcome()).isEqualTo(rejected.outcome());
        assertThat(status.state()).isEqualTo(OperationStatus.State.REJECTED);
    }

    @Test
    void isCompleteWithOnlyAnOutcome() {
        var status = sum(rejected(0, Part.ONLY));

        assertThat(status.organization()).isEqualTo(ACME);
        assertThat(status.accepted()).isEqualTo(NOON);
        assertThat(status.fingerprint()).isNull();
    }

    @Test
    void doesNotDependOnTheOrderOfEvents() {
        var events = new ArrayList<>(List.<OperationEvent>of(
                queued(0, FIRST, 1),
                queued(1, SECOND, 1),
                postponed(0, FIRST, 2),
                queued(2, FIRST, 2),
                postponed(1, FIRST, 3),
                queued(3, FIRST, 3),
                queued(4, FIRST, 1),
                rejected(0, SECOND),
                rejected(1, FIRST),
                rejected(2, FIRST)));
        var random = new Random(42);
        // every prefix too, because the events read so far must not depend on the order either
        for (var size = 1; size <= events.size(); size++) {
            var read = new ArrayList<>(events.subList(0, size));
            var expected = OperationSummary.of(read);
            for (var round = 0; round < 200; round++) {
                Collections.shuffle(read, random);
                assertThat(OperationSummary.of(read)).isEqualTo(expected);
            }
        }
    }

    private static OperationStatus sum(OperationEvent... events) {
        return OperationSummary.of(List.of(events)).orElseThrow();
    }

    private static Queued queued(long offset, Part part, int attempt) {
        return new Queued(place("uploads", offset), OPERATION, part, ACME, NOON, attempt, "fp", null);
    }

    private static Postponed postponed(long offset, Part part, int attempt) {
        return new Postponed(
                place("retries", offset),
                OPERATION,
                part,
                ACME,
                NOON,
                attempt,
                NOON.plusSeconds(attempt),
                "fault before " + attempt);
    }

    private static Ended rejected(long offset, Part part) {
        return new Ended(
                place("outcomes", offset),
                new Outcome.Rejected(
                        new Envelope(OPERATION, part, ACME, new Trail(NOON, 4, Map.of())),
                        NOON.plusSeconds(9),
                        new Rejection.TooLarge(offset)));
    }

    private static Place place(String topic, long offset) {
        return new Place(topic, 0, offset);
    }
}
