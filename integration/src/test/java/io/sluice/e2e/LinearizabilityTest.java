package io.sluice.e2e;

import static io.sluice.e2e.OneImage.ABSENT;
import static io.sluice.e2e.OneImage.DELETED;
import static io.sluice.e2e.OneImage.LIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.e2e.Linearizability.Call;
import io.sluice.e2e.OneImage.Event;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {

    private static final Linearizability<OneImage, Event> MODEL =
            new Linearizability<>(EnumSet.allOf(OneImage.class), OneImage::after);

    @Test
    void keepsTheStateWithoutCalls() {
        assertThat(MODEL.ends(Set.of(ABSENT, LIVE), List.of())).containsExactlyInAnyOrder(ABSENT, LIVE);
    }

    @Test
    void followsCallsThatDoNotOverlap() {
        assertThat(MODEL.ends(
                        Set.of(ABSENT),
                        List.of(
                                call(Event.NOTHING_TO_RESTORE, 0, 1),
                                call(Event.UPLOADED, 2, 3),
                                call(Event.KEPT, 4, 5),
                                call(Event.DELETED, 6, 7))))
                .containsExactly(DELETED);
    }

    @Test
    void findsTheOrderOfCallsThatOverlap() {
        // the second delete began last, but the first one found nothing
        assertThat(MODEL.ends(
                        Set.of(LIVE),
                        List.of(
                                call(Event.NOTHING_TO_DELETE, 0, 10),
                                call(Event.COPIED_HERE, 1, 9),
                                call(Event.DELETED, 2, 8))))
                .containsExactly(LIVE);
    }

    @Test
    void returnsAllPossibleFinalStates() {
        assertThat(MODEL.ends(Set.of(LIVE), List.of(call(Event.UPLOADED, 0, 2), call(Event.DELETED, 1, 3))))
                .containsExactlyInAnyOrder(LIVE, DELETED);
    }

    @Test
    void rejectsAStaleRead() {
        assertThat(MODEL.ends(Set.of(LIVE), List.of(call(Event.DELETED, 0, 1), call(Event.KEPT, 2, 3))))
                .isEmpty();
        assertThat(MODEL.ends(Set.of(LIVE), List.of(call(Event.DELETED, 0, 2), call(Event.KEPT, 1, 3))))
                .containsExactly(DELETED);
    }

    @Test
    void rejectsALostDelete() {
        assertThat(MODEL.ends(Set.of(LIVE), List.of(call(Event.DELETED, 0, 3), call(Event.DELETED, 1, 2))))
                .isEmpty();
        assertThat(MODEL.ends(
                        Set.of(LIVE),
                        List.of(call(Event.DELETED, 0, 1), call(Event.UPLOADED, 4, 5), call(Event.OVERWRITTEN, 2, 3))))
                .isEmpty();
    }

    @Test
    void keepsOnlyInitialStatesThatExplainTheAnswers() {
        assertThat(MODEL.ends(
                        Set.of(ABSENT, DELETED, LIVE), List.of(call(Event.RESTORED, 0, 1), call(Event.NOT_SEEN, 0, 2))))
                .containsExactly(LIVE);
        assertThat(MODEL.ends(Set.of(ABSENT, LIVE), List.of(call(Event.NOT_SEEN, 0, 1))))
                .containsExactly(ABSENT);
    }

    @Test
    void agreesWithAnExhaustiveSearch() {
        var random = new Random(7);
        var explained = 0;
        for (var i = 0; i < 3_000; i++) {
            var events = List.of(Event.values());
            var history = new ArrayList<Call<Event>>();
            for (var call = 0; call < 6; call++) {
                var began = random.nextInt(12);
                var event = events.get(random.nextInt(events.size()));
                history.add(new Call<>(event, began, began + random.nextInt(8)));
            }
            var ends = new HashSet<OneImage>();
            tryEveryOrder(LIVE, history, ends);

            assertThat(MODEL.ends(Set.of(LIVE), history)).as("%s", history).isEqualTo(ends);
            explained += ends.isEmpty() ? 0 : 1;
        }
        assertThat(explained).isBetween(100, 2_900);
    }

    @Test
    void solvesFiftyConcurrentCalls() {
        var history = new ArrayList<Call<Event>>();
        for (var i = 0; i < 10; i++) {
            history.add(call(Event.UPLOADED, i, 100 + i));
            history.add(call(Event.RESTORED, 10 + i, 90 + i));
            history.add(call(Event.DELETED, 20 + i, 80 + i));
            history.add(call(Event.OVERWRITTEN, i, 70 + i));
            history.add(call(Event.NOTHING_TO_DELETE, 5 + i, 100));
        }
        assertThat(MODEL.ends(Set.of(LIVE), history)).containsExactlyInAnyOrder(LIVE, DELETED);
        for (var i = 0; i < 11; i++) {
            history.add(call(Event.DELETED, 20 + i, 80 + i));
        }

        assertThat(MODEL.ends(Set.of(LIVE), history)).containsExactly(DELETED);
        history.add(call(Event.DELETED, 20, 80));
        assertThat(MODEL.ends(Set.of(LIVE), history)).isEmpty();
    }

    @Test
    void refusesACallThatEndsBeforeItBegins() {
        assertThatThrownBy(() -> call(Event.KEPT, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void tryEveryOrder(OneImage state, List<Call<Event>> left, Set<OneImage> ends) {
        if (left.isEmpty()) {
            ends.add(state);
        }
        for (var call : left) {
            if (left.stream().noneMatch(other -> other.ended() < call.began())) {
                var rest = new ArrayList<>(left);
                rest.remove(call);
                state.after(call.event()).ifPresent(next -> tryEveryOrder(next, rest, ends));
            }
        }
    }

    private static Call<Event> call(Event event, long began, long ended) {
        return new Call<>(event, began, ended);
    }
}
