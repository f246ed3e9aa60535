package io.sluice.kafka.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;

class ShareGroupSetupTest {

    private static final long LOCK = Duration.ofMinutes(10).toMillis();

    @Test
    void setsAllSettingsOfANewGroup() {
        assertThat(ShareGroupSetup.missing(group("latest", 30_000, 5), LOCK))
                .isEqualTo(Map.of(
                        "share.auto.offset.reset", "earliest",
                        "share.record.lock.duration.ms", "600000",
                        "share.delivery.count.limit", "10"));
    }

    @Test
    void doesNotChangeAGroupWithSufficientSettings() {
        assertThat(ShareGroupSetup.missing(group("earliest", LOCK, 10), LOCK)).isEmpty();
    }

    @Test
    void neverLowersALockOrALimit() {
        assertThat(ShareGroupSetup.missing(group("earliest", 3 * LOCK, 20), LOCK))
                .isEmpty();
    }

    @Test
    void raisesOnlyALockThatIsTooShort() {
        assertThat(ShareGroupSetup.missing(group("earliest", LOCK, 20), LOCK + 1))
                .isEqualTo(Map.of("share.record.lock.duration.ms", "600001"));
    }

    @Test
    void locksARecordLongerThanWorkOnItMayTake() {
        assertThat(ShareGroupSetup.lock(Duration.ofMinutes(20))).isEqualTo(Duration.ofMinutes(21));
        assertThat(ShareGroupSetup.lock(Duration.ofMinutes(9))).isEqualTo(Duration.ofMinutes(10));
        assertThat(ShareGroupSetup.lock(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(10));
    }

    private static Config group(String reset, long lock, int deliveries) {
        return new Config(List.of(
                new ConfigEntry("share.auto.offset.reset", reset),
                new ConfigEntry("share.record.lock.duration.ms", Long.toString(lock)),
                new ConfigEntry("share.delivery.count.limit", Integer.toString(deliveries))));
    }
}
