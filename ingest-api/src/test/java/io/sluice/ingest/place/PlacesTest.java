package io.sluice.ingest.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ingest.place.Places.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {

    private record Taken(String owner, Size size) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 64, 1_000})
    void givesOneOwnerHalfOfThePlaces(int total) {
        var places = new Places<String>(total);

        assertThat(takeAll(places, "a", Size.SMALL)).isEqualTo((total + 1) / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 64, 1_000})
    void leavesAPlaceForANewOwner(int total) {
        var places = new Places<String>(total);
        var greedy = 31 - Integer.numberOfLeadingZeros(total);
        for (var owner = 0; owner < greedy - 1; owner++) {
            assertThat(takeAll(places, "greedy" + owner, Size.LARGE)).isPositive();
            takeAll(places, "greedy" + owner, Size.SMALL);
        }

        assertThat(places.isFree("newcomer", Size.SMALL)).isTrue();
    }

    @Test
    void keepsAQuarterForSmallRequests() {
        var places = new Places<String>(64);
        for (var owner = 0; owner < 1_000; owner++) {
            takeAll(places, "large" + owner, Size.LARGE);
        }

        assertThat(places.taken()).isEqualTo(48);
        assertThat(places.isFree("newcomer", Size.LARGE)).isFalse();
        assertThat(places.isFree("newcomer", Size.SMALL)).isTrue();
    }

    @Test
    void leavesAPlaceForTheSmallRequestsOfAnOwnerBesideItsLargeOnes() {
        var places = new Places<String>(64);

        assertThat(takeAll(places, "a", Size.LARGE)).isEqualTo(24);
        assertThat(takeAll(places, "a", Size.SMALL)).isEqualTo(8);
    }

    @Test
    void keepsItsRulesInAnyOrderOfRequests() {
        var random = new Random(11);
        for (var run = 0; run < 300; run++) {
            var total = 1 + random.nextInt(80);
            var places = new Places<String>(total);
            var taken = new ArrayList<Taken>();
            for (var step = 0; step < 500; step++) {
                if (!taken.isEmpty() && random.nextInt(3) == 0) {
                    var ended = taken.remove(random.nextInt(taken.size()));
                    places.give(ended.owner, ended.size);
                } else {
                    var size = random.nextBoolean() ? Size.SMALL : Size.LARGE;
                    var request = new Taken("owner" + random.nextInt(6), size);
                    if (places.isFree(request.owner, request.size)) {
                        places.take(request.owner, request.size);
                        taken.add(request);
                    }
                }
                assertKept(places, taken);
            }
            taken.forEach(one -> places.give(one.owner, one.size));
            assertThat(places.taken()).isZero();
            assertThat(places.pressure()).isZero();
        }
    }

    private static void assertKept(Places<String> places, List<Taken> taken) {
        var total = places.total();
        assertThat(places.taken()).isEqualTo(taken.size()).isLessThanOrEqualTo(total);
        assertThat(taken.stream().filter(one -> one.size == Size.LARGE).count()).isLessThanOrEqualTo(total - total / 4);
        assertThat(places.pressure()).isBetween(0.0, 1.0);
        for (var owner = 0; owner < 6; owner++) {
            var name = "owner" + owner;
            var held = taken.stream().filter(one -> one.owner.equals(name)).count();
            assertThat(places.held(name)).isEqualTo((int) held).isLessThanOrEqualTo((total + 1) / 2);
        }
    }

    @Test
    void measuresTheScarcityOfPlaces() {
        var places = new Places<Integer>(8);
        for (var owner = 0; owner < 4; owner++) {
            places.take(owner, Size.SMALL);
        }
        assertThat(places.pressure()).isZero();

        places.take(4, Size.SMALL);
        places.take(5, Size.SMALL);
        assertThat(places.pressure()).isEqualTo(0.5);

        places.take(6, Size.SMALL);
        places.take(7, Size.SMALL);
        assertThat(places.pressure()).isEqualTo(1);
    }

    @Test
    void refusesToGiveAPlaceThatIsNotFreeAndToTakeBackOneThatIsNotHeld() {
        var places = new Places<String>(1);
        places.take("a", Size.SMALL);

        assertThatThrownBy(() -> places.take("b", Size.SMALL)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> places.give("b", Size.SMALL)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> places.give("a", Size.LARGE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Places<String>(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int takeAll(Places<String> places, String owner, Size size) {
        var count = 0;
        while (places.isFree(owner, size)) {
            places.take(owner, size);
            count++;
        }
        return count;
    }
}
