package io.sluice.lab.storm.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lab.storm.check.OutageWatch.Probe;
import io.sluice.lab.storm.check.OutageWatch.Sample;
import io.sluice.lab.storm.cluster.Link.To;
import io.sluice.lab.storm.fault.Outage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageCheckTest {

    private static final Duration BOUND = Duration.ofSeconds(15);
    private static final int LENGTH = 180;

    /// The number of responses before detection: an early one and a late one.
    private static final int UNKNOWN = 3;

    private static final int KNOWN = 60;

    @Test
    void takesLivenessFromTheBeginning() {
        assertThat(fails(To.BROKER, sample(Probe.LIVE, UNKNOWN, 10, 200))).isFalse();
        assertThat(fails(To.BROKER, sample(Probe.LIVE, UNKNOWN, 10, 503))).isTrue();
        assertThat(fails(To.BROKER, sample(Probe.LIVE, KNOWN, 2_500, 200))).isTrue();
        assertThat(fails(To.STORE, sample(Probe.LIVE, KNOWN, 5_000, 0))).isTrue();
    }

    @Test
    void wantsReadinessToNameWhatIsWaitedForOnceItIsKnown() {
        assertThat(fails(To.STORE, sample(Probe.READY, UNKNOWN, 10, 200))).isFalse();
        assertThat(fails(To.STORE, sample(Probe.READY, KNOWN, 10, 200))).isTrue();
        assertThat(fails(To.STORE, sample(Probe.READY, KNOWN, 10, 503))).isTrue();
        assertThat(fails(To.STORE, sample(Probe.READY, KNOWN, 10, 503, false, "\"store\"")))
                .isFalse();
    }

    @Test
    void wantsReadsToGoOn() {
        assertThat(fails(To.BROKER, sample(Probe.READ, KNOWN, 10, 200))).isFalse();
        assertThat(fails(To.BROKER, sample(Probe.READ, KNOWN, 10, 503))).isTrue();
    }

    @Test
    void wantsWritesToBeRefusedAtOnceWhileTheBrokerIsAway() {
        assertThat(fails(To.BROKER, sample(Probe.CHANGE, KNOWN, 900, 503, true, "")))
                .isFalse();
        assertThat(fails(To.BROKER, sample(Probe.CHANGE, KNOWN, 1_100, 503, true, "")))
                .isTrue();
        assertThat(fails(To.BROKER, sample(Probe.UPLOAD, KNOWN, 900, 503))).isTrue();
        assertThat(fails(To.BROKER, sample(Probe.UPLOAD, KNOWN, 900, 202))).isTrue();
    }

    @Test
    void takesAnyAnswerToAWriteBeforeTheOutageIsKnown() {
        assertThat(fails(To.BROKER, sample(Probe.UPLOAD, UNKNOWN, 13_000, 202))).isFalse();
        assertThat(fails(To.BROKER, sample(Probe.UPLOAD, UNKNOWN, 16_000, 503))).isTrue();
        assertThat(fails(To.BROKER, sample(Probe.UPLOAD, UNKNOWN, 10, 0))).isTrue();
    }

    @Test
    void wantsChangesThatNeedNoStoreToGoOnWithoutIt() {
        assertThat(fails(To.STORE, sample(Probe.CHANGE, KNOWN, 500, 200))).isFalse();
        assertThat(fails(To.STORE, sample(Probe.CHANGE, KNOWN, 500, 503, true, "")))
                .isTrue();
        assertThat(fails(To.STORE, sample(Probe.UPLOAD, KNOWN, 9_000, 503, true, "")))
                .isFalse();
        assertThat(fails(To.STORE, sample(Probe.UPLOAD, KNOWN, 9_000, 500))).isTrue();
    }

    @Test
    void leavesOutWhatWasAnsweredAfterTheOutageInTime() {
        assertThat(fails(To.BROKER, sample(Probe.CHANGE, LENGTH - 1, 1_200, 200)))
                .isFalse();
    }

    @Test
    void countsWhatHungUntilTheOutageWasOver() {
        assertThat(fails(To.BROKER, sample(Probe.CHANGE, KNOWN, 125_000, 200))).isTrue();
    }

    private static boolean fails(To target, Sample sample) {
        var outage = new Outage(target, Duration.ofSeconds(LENGTH));
        return OutageCheck.of(outage, List.of(sample), BOUND).stream().anyMatch(check -> !check.holds());
    }

    private static Sample sample(Probe probe, int second, int millis, int status) {
        return sample(probe, second, millis, status, false, "");
    }

    private static Sample sample(Probe probe, int second, int millis, int status, boolean retryAfter, String detail) {
        return new Sample(
                probe, "api-1", Duration.ofSeconds(second), Duration.ofMillis(millis), status, retryAfter, detail);
    }
}
