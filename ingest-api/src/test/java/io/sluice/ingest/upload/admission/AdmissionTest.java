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
        assertRefused("queue-full");

        backlog = new Backlog(10, false);
        assertThatCode(() -> admission.admit(ACME)).doesNotThrowAnyException();
    }

    @Test
    void rejectsUploadsWhileTheOldestAreOverdue() {
        backlog = new Backlog(10, true);

        assertRefused("queue-overdue");
    }

    @Test
    void leavesTheOtherHalfOfTheQueueToOrganizationsThatSendLess() {
        admission.admit(ACME);
        admission.admit(ACME);
        backlog = new Backlog(6, false);

        assertRefused("queue-full");
        assertThatCode(() -> admission.admit(OTHER)).doesNotThrowAnyException();
    }

    @Test
    void refusesOnlyOrganizationsThatFillTheQueueWhileTheOldestUploadsAreOverdue() {
        admission.admit(ACME);
        admission.admit(ACME);
        backlog = new Backlog(5, true);

        assertRefused("queue-overdue");
        assertThatCode(() -> admission.admit(OTHER)).doesNotThrowAnyException();
    }

    @Test
    void admitsAnOrganizationAgainSomeMinutesLater() {
        admission.admit(ACME);
        backlog = new Backlog(6, false);
        assertRefused("queue-full");

        now += Duration.ofMinutes(2).toNanos();

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

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> admission.admit(ACME)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(429);
            assertThat(refused.problem().reason()).isEqualTo(reason);
            assertThat(refused.problem().headers()).containsKey("Retry-After");
        });
    }
}
