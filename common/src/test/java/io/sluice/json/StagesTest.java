package io.sluice.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Door;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.command.Trail;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.view.UploadRequest;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StagesTest {

    private static final Instant ACCEPTED = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void addsUpToTheTimeFromAcceptanceToTheEnd() {
        var trail = new Trail(
                ACCEPTED,
                1,
                Map.of("queue", 7L, "fetch", 100L, "identify", 20L, "optimize", 300L, "store", 30L),
                ACCEPTED.plusMillis(1_000));

        assertThat(stages(trail, 1_250, new UploadRequest(Door.HTTP, null, null, null, 40L)))
                .isEqualTo("[{\"stage\":\"received\",\"seconds\":0.04},{\"stage\":\"queued\",\"seconds\":0.55},"
                        + "{\"stage\":\"fetched\",\"seconds\":0.1},{\"stage\":\"identified\",\"seconds\":0.02},"
                        + "{\"stage\":\"optimized\",\"seconds\":0.3},{\"stage\":\"stored\",\"seconds\":0.03},"
                        + "{\"stage\":\"decided\",\"seconds\":0.25}]");
    }

    @Test
    void hasNoDecisionWhenTheWorkerRejected() {
        assertThat(stages(new Trail(ACCEPTED, 1, Map.of("queue", 7L, "identify", 20L)), 100, null))
                .isEqualTo("[{\"stage\":\"queued\",\"seconds\":0.08},{\"stage\":\"identified\",\"seconds\":0.02}]");
    }

    @Test
    void hasOnlyTheDecisionOfAChange() {
        assertThat(stages(Trail.direct(ACCEPTED), 12, null)).isEqualTo("[{\"stage\":\"decided\",\"seconds\":0.012}]");
    }

    @Test
    void isNeverNegative() {
        assertThat(stages(new Trail(ACCEPTED, 1, Map.of("fetch", 500L)), 100, null))
                .isEqualTo("[{\"stage\":\"queued\",\"seconds\":0.0},{\"stage\":\"fetched\",\"seconds\":0.5}]");
    }

    private static String stages(Trail trail, long millis, @Nullable UploadRequest upload) {
        var outcome = new Outcome.Rejected(
                new Envelope(new OperationId("op-1"), Part.ONLY, new Organization("acme"), trail),
                ACCEPTED.plusMillis(millis),
                new Rejection.EmptyFile());
        return Stages.of(outcome, upload).toString();
    }
}
