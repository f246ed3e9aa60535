package io.sluice.ingest.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Trail;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.ImageHash;
import io.sluice.image.ImageIdentity;
import io.sluice.image.Lifecycle;
import io.sluice.image.Optimization;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.Stamp;
import io.sluice.image.StoredContent;
import io.sluice.image.UserMetadata;
import io.sluice.operation.CommandId;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConvertedPixelsTest {

    private static final Organization ACME = new Organization("acme");
    private static final Optimization CONVERTED = Optimization.converted(ImageFormat.TIFF, "0".repeat(64), List.of());

    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private final InstantSource source = () -> now;
    private final ConvertedPixels pixels = new ConvertedPixels(source.withZone(ZoneOffset.UTC));

    @Test
    void countsConversionsOfTheLastHour() {
        register(ACME, 10, CONVERTED, true);
        pass(Duration.ofMinutes(30));
        register(ACME, 5, CONVERTED, true);
        register(ACME, 5, CONVERTED, true);
        register(new Organization("other"), 7, CONVERTED, true);

        assertThat(pixels.of(ACME)).isEqualTo(20 * 3);
        pass(Duration.ofMinutes(31));
        assertThat(pixels.of(ACME)).isEqualTo(10 * 3);
        pass(Duration.ofMinutes(31));
        assertThat(pixels.of(ACME)).isZero();
    }

    @Test
    void countsNothingElse() {
        register(ACME, 10, null, true);
        register(ACME, 10, Optimization.kept("no merged image"), true);
        register(ACME, 10, CONVERTED, false);
        pixels.accept(new Outcome.Purged(envelope(ACME), now, List.of()));

        assertThat(pixels.of(ACME)).isZero();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private void register(Organization organization, int width, @Nullable Optimization optimization, boolean created) {
        var hash = new ImageHash("0".repeat(40));
        var image = new SourceImage(
                new ImageIdentity(organization, hash, hash.shortened(6), new BinaryHash("0".repeat(40))),
                Lifecycle.from(now),
                "a.tif",
                false,
                UserMetadata.NONE,
                DynamicMetadata.NONE,
                new StoredContent(
                        new BlobKey("blobs/" + organization + "/a"),
                        ImageFormat.PNG,
                        10,
                        width,
                        3,
                        true,
                        false,
                        optimization),
                new Stamp(1, new CommandId("op#0")));
        pixels.accept(new Outcome.Registered(envelope(organization), now, image, created));
    }

    private Envelope envelope(Organization organization) {
        return new Envelope(OperationId.random(), Part.ONLY, organization, Trail.direct(now));
    }
}
