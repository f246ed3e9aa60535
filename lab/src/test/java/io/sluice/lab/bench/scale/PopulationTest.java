package io.sluice.lab.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.image.Organization;
import io.sluice.lab.bench.scale.Population.Copied;
import org.junit.jupiter.api.Test;

class PopulationTest {

    @Test
    void numbersImagesAcrossOrganizations() {
        var population = new Population(1_000, 100);

        assertThat(population.all()).isEqualTo(100_000);
        assertThat(population.organization(7)).isEqualTo(new Organization("scale-7"));
        assertThat(population.first(7)).isEqualTo(700);
    }

    /// A number of a request selects one organization after the other, as often as there are requests.
    @Test
    void beginsAgainAfterTheLastOrganization() {
        var population = new Population(3, 100);

        assertThat(population.organization(5)).isEqualTo(population.organization(2));
        assertThat(population.first(5)).isEqualTo(population.first(2));
        assertThat(new Population(1, 10).first(5)).isZero();
    }

    @Test
    void copiesAsManyImagesAsAreWantedOrAsThereAre() {
        assertThat(new Population(1, 1_000_000).copied(10_000)).isEqualTo(new Copied(1, 10_000));
        assertThat(new Population(1, 300).copied(10_000)).isEqualTo(new Copied(1, 300));
        assertThat(new Population(1_000, 100).copied(10_000)).isEqualTo(new Copied(100, 100));
        assertThat(new Population(5, 100).copied(10_000)).isEqualTo(new Copied(5, 100));
        assertThat(new Population(5, 100).copied(20)).isEqualTo(new Copied(1, 20));
    }

    @Test
    void isTheHeadingOfAColumn() {
        assertThat(new Population(1, 1_000_000).title()).isEqualTo("1,000,000");
        assertThat(new Population(1_000, 100).title()).isEqualTo("1,000 × 100");
    }
}
