package io.sluice.ingest.upload.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.Settings;
import io.sluice.image.Organization;
import io.sluice.ingest.wire.ProblemException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final Organization ACME = new Organization("acme");
    private static final Organization OTHER = new Organization("other");

    private Backlog backlog = Backlog.NONE;
    private long now;

    private final Admission admission =
            new Admission(new AdmissionConfig(10, Duration.ofMinutes(1), 2, 3), () -> backlog, () -> now);

    @Test
    void admitsABurstAndThenTheRate() {
        for (var i = 0; i < 3; i++) {
            admission.admit(ACME);
        }

        assertRefused("rate-limit");

        now += Duration.ofMillis(500).toNanos();
        admission.admit(ACME);
        assertRefused("rate-limit");
    }

    @Test
    void countsUploadsOfEachOrganizationSeparately() {
        for (var i = 0; i < 3; i++) {
            admission.admit(ACME);
        }

        assertThatCode(() -> admission.admit(OTHER)).doesNotThrowAnyException();
    }

    @Test
    void accumulatesAtMostABurst() {
        now += Duration.ofHours(1).toNanos();
        for (var i = 0; i < 3; i++) {
            admission.admit(ACME);
        }

        assertRefused("rate-limit");
    }

    @Test
    void rejectsUploadsWhileTheQueueIsFull() {
        backlog = new Backlog(11, false);
        assertThatCode(() -> admission.admit(ACME)).as("it has none waiting").doesNotThrowAnyException();
        assertRefused("queue-full");

        backlog = new Backlog(10, false);
        assertThatCode(() -> admission.admit(ACME))
                .as("it has fewer waiting than the average")
                .doesNotThrowAnyException();
    }

    @Test
    void admitsAnOrganizationWithFewWaitingUploadsHoweverLongTheQueueOfAnotherIs() {
        var wide = new Admission(new AdmissionConfig(10_000, Duration.ofMinutes(1), 0, 1), () -> backlog, () -> now);
        var admitted = 0;
        for (; isAdmitted(wide, ACME) && admitted < 20_000; admitted++) {
            backlog = new Backlog(admitted + 1, false);
        }
        assertThat(admitted).as("half of the queue").isBetween(5_000, 5_002);

        backlog = new Backlog(30_000, true); // with uploads of other nodes
        var others = 0;
        while (isAdmitted(wide, OTHER) && others < 20_000) {
            others++;
        }
        assertThat(others).isEqualTo(100);
        assertThat(isAdmitted(wide, ACME)).isFalse();

        backlog = new Backlog(29_900, true); // a third of the hundred that are done is its own
        var further = 0;
        while (isAdmitted(wide, OTHER) && further < 20_000) {
            further++;
        }
        assertThat(further).isBetween(30, 70);
    }

    @Test
    void knowsNotToWhomWaitingUploadsBelongAfterAStart() {
        var wide = new Admission(new AdmissionConfig(10_000, Duration.ofMinutes(1), 0, 1), () -> backlog, () -> now);
        backlog = new Backlog(9_000, false);

        for (var count = 0; count < 1_000; count++) {
            assertThat(isAdmitted(wide, ACME)).as("upload %s", count).isTrue();
        }
    }

    private static boolean isAdmitted(Admission admission, Organization organization) {
        try {
            admission.admit(organization);
            return true;
        } catch (ProblemException _) {
            return false;
        }
    }

    @Test
    void rejectsUploadsWhileTheOldestAreOverdue() {
        admission.admit(ACME);
        backlog = new Backlog(1, true);

        assertRefused("queue-overdue");
    }

    @Test
    void leavesTheOtherHalfOfTheQueueToOrganizationsThatSendLess() {
        backlog = fill(6, false);

        assertRefused("queue-full");
        assertThatCode(() -> admission.admit(OTHER)).doesNotThrowAnyException();
    }

    @Test
    void refusesOnlyOrganizationsThatFillTheQueueWhileTheOldestUploadsAreOverdue() {
        backlog = fill(3, true);

        assertRefused("queue-overdue");
        assertThatCode(() -> admission.admit(OTHER)).doesNotThrowAnyException();
    }

    @Test
    void admitsAnOrganizationAgainOnceItsUploadsAreDone() {
        backlog = fill(6, false);
        assertRefused("queue-full");

        backlog = new Backlog(0, false);

        assertThatCode(() -> admission.admit(ACME)).doesNotThrowAnyException();
    }

    @Test
    void hasNoRateLimitByDefault() {
        var unlimited = new Admission(AdmissionConfig.from(new Settings(Map.of())), () -> backlog, () -> now);

        for (var i = 0; i < 10_000; i++) {
            unlimited.admit(ACME);
        }
        assertThat(AdmissionConfig.from(new Settings(Map.of())))
                .isEqualTo(new AdmissionConfig(100_000, Duration.ofMinutes(10), 0, 200));
    }

    @Test
    void readsEverySetting() {
        var settings = new Settings(Map.of(
                "SLUICE_QUEUE_MAX_LENGTH", "5",
                "SLUICE_QUEUE_MAX_AGE", "3s",
                "SLUICE_ORGANIZATION_RATE", "7",
                "SLUICE_ORGANIZATION_BURST", "9"));

        assertThat(AdmissionConfig.from(settings)).isEqualTo(new AdmissionConfig(5, Duration.ofSeconds(3), 7, 9));
        settings.check();
    }

    /// Admits uploads of one organization, at its rate.
    private Backlog fill(int uploads, boolean overdue) {
        for (var count = 0; count < uploads; count++) {
            now += Duration.ofSeconds(1).toNanos();
            admission.admit(ACME);
        }
        now += Duration.ofSeconds(10).toNanos();
        return new Backlog(uploads, overdue);
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> admission.admit(ACME)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(429);
            assertThat(refused.problem().reason()).isEqualTo(reason);
            assertThat(refused.problem().headers()).containsKey("Retry-After");
        });
    }
}
