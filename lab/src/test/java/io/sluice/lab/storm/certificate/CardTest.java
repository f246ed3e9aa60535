package io.sluice.lab.storm.certificate;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crash.CrashPoint;
import io.sluice.lab.storm.cluster.ServiceName.Kind;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CardTest {

    private static final long SEED = 7;

    @Test
    void containsEveryCrashPoint() {
        assertThat(Card.places().stream().map(Card.Place::point).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(CrashPoint.class));
    }

    @Test
    void dealsEveryPlaceEquallyOften() {
        var dealt = all(SEED, 5 * Card.places().size(), List.of()).stream()
                .map(Card::place)
                .collect(groupingBy(identity(), counting()));

        assertThat(dealt)
                .hasSize(Card.places().size())
                .allSatisfy((place, times) -> assertThat(times).as("%s", place).isEqualTo(5));
    }

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(all(SEED, 100, List.of()))
                .isEqualTo(all(SEED, 100, List.of()))
                .isNotEqualTo(all(SEED + 1, 100, List.of()));
    }

    @Test
    void beginsWithTheSameKillsWhenThereAreMore() {
        for (var kind : List.of(Kind.API, Kind.PROCESSOR, Kind.COPIER)) {
            var few = List.copyOf(Card.deal(SEED, 30, List.of()).get(kind));

            assertThat(List.copyOf(Card.deal(SEED, 60, List.of()).get(kind)))
                    .as("kills of %s", kind)
                    .startsWith(few.toArray(Card[]::new));
        }
    }

    @Test
    void leavesOutTheKillsThatWereMade() {
        var whole = List.copyOf(Card.deal(SEED, 60, List.of()).get(Kind.COPIER));
        var done = whole.subList(0, 4).stream().map(Card::place).toList();

        var left = Card.deal(SEED, 60, done);

        assertThat(List.copyOf(left.get(Kind.COPIER))).isEqualTo(whole.subList(4, whole.size()));
        assertThat(left.get(Kind.API))
                .hasSameSizeAs(Card.deal(SEED, 60, List.of()).get(Kind.API));
    }

    /// A processor tries the uploads again that were in work, at most four, before others.
    @Test
    void letsAProcessorEndLaterThanAllUploadsThatItTriesAgain() {
        assertThat(all(SEED, 500, List.of()))
                .filteredOn(card -> card.kind() == Kind.PROCESSOR)
                .isNotEmpty()
                .allSatisfy(card -> assertThat(card.point().pass()).isGreaterThan(5));
    }

    private static List<Card> all(long seed, int kills, List<Card.Place> done) {
        return Card.deal(seed, kills, done).values().stream()
                .flatMap(Collection::stream)
                .toList();
    }
}
