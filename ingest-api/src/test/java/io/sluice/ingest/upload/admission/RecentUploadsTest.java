package io.sluice.ingest.upload.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.image.Organization;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentUploadsTest {

    private static final Organization ACME = new Organization("acme");
    private static final Organization OTHER = new Organization("other");
    private static final Organization THIRD = new Organization("third");

    private final RecentUploads recent = new RecentUploads(0);
    private long now;

    @Test
    void findsOrganizationsThatSendMoreThanTheAverage() {
        add(ACME, 90);
        add(OTHER, 10);

        assertThat(recent.isAverageOrMore(ACME, now)).isTrue();
        assertThat(recent.isAverageOrMore(OTHER, now)).isFalse();
        assertThat(recent.isAverageOrMore(THIRD, now)).isFalse();
    }

    @Test
    void considersOrganizationsAverageThatSendTheSame() {
        add(ACME, 5);
        add(OTHER, 5);

        assertThat(recent.isAverageOrMore(ACME, now)).isTrue();
        assertThat(recent.isAverageOrMore(OTHER, now)).isTrue();
    }

    @Test
    void countsOlderUploadsLess() {
        add(ACME, 90);
        now += Duration.ofMinutes(4).toNanos();
        add(OTHER, 10);

        assertThat(recent.isAverageOrMore(ACME, now)).isFalse();
        assertThat(recent.isAverageOrMore(OTHER, now)).isTrue();
    }

    @Test
    void removesOldUploadsEventually() {
        add(ACME, 1_000_000);
        assertThat(recent.isEmpty(now)).isFalse();

        now += Duration.ofDays(30).toNanos();

        assertThat(recent.isEmpty(now)).isTrue();
    }

    private void add(Organization organization, int count) {
        for (var i = 0; i < count; i++) {
            recent.add(organization, now);
        }
    }
}
