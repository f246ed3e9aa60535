package io.sluice.ingest.upload.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.image.Organization;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WaitingUploadsTest {

    private static final Organization ACME = new Organization("acme");
    private static final Organization OTHER = new Organization("other");
    private static final Offset<Double> ROUNDING = within(0.01);

    private final WaitingUploads uploads = new WaitingUploads();

    @Test
    void takesOrganizationsToHaveAsManyDone() {
        add(ACME, 100);
        add(OTHER, 10);
        uploads.adapt(new Backlog(110, false));

        uploads.adapt(new Backlog(102, false));
        assertThat(uploads.of(ACME)).isCloseTo(96, ROUNDING);
        assertThat(uploads.of(OTHER)).isCloseTo(6, ROUNDING);

        uploads.adapt(new Backlog(80, false));
        assertThat(uploads.of(ACME)).isCloseTo(80, ROUNDING);
        assertThat(uploads.of(OTHER)).isZero();
    }

    @Test
    void countsUploadsAfterTheMeasurement() {
        add(ACME, 10);
        uploads.adapt(new Backlog(0, true)); // it was measured before

        assertThat(uploads.of(ACME)).isCloseTo(10, ROUNDING);

        uploads.adapt(new Backlog(0, false));
        assertThat(uploads.of(ACME)).isZero();
    }

    @Test
    void countsUploadsOfOtherNodesAsOneOrganization() {
        add(ACME, 100);
        uploads.adapt(new Backlog(1_000, false));
        assertThat(uploads.isAverageOrMore(ACME)).isFalse();
        assertThat(uploads.isAverageOrMore(OTHER)).isFalse();

        uploads.adapt(new Backlog(900, false));

        assertThat(uploads.of(ACME)).as("half of those done are its own").isCloseTo(50, ROUNDING);
    }

    @Test
    void findsTheOrganizationsToWhichMostBelong() {
        add(ACME, 50);
        add(OTHER, 49);

        assertThat(uploads.isAverageOrMore(ACME)).isTrue();
        assertThat(uploads.isAverageOrMore(OTHER)).isFalse();
    }

    private void add(Organization organization, int count) {
        for (var number = 0; number < count; number++) {
            uploads.add(organization);
        }
    }
}
