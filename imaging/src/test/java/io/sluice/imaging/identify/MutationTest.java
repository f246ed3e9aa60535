package io.sluice.imaging.identify;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Rejection;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Refused;
import io.sluice.imaging.fixture.Bytes;
import io.sluice.imaging.fixture.IdentificationAssert;
import io.sluice.imaging.fixture.Wording;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Damaged files of every format: identified or refused, never an exception, never slow.
class MutationTest {

    private static final int MUTATIONS = 1500;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    @ParameterizedTest
    @EnumSource
    void whateverIsDamagedTheAnswerIsTyped(Sample sample) {
        var random = new Random(sample.name().hashCode());
        for (int i = 0; i < MUTATIONS; i++) {
            check(damaged(sample.bytes(), random), sample + ", mutation " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereverItIsCutTheAnswerIsTyped(Sample sample) {
        byte[] whole = sample.bytes();
        for (int length = 1; length < whole.length; length += Math.max(1, whole.length / 400)) {
            check(Arrays.copyOf(whole, length), sample + " cut to " + length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void undamagedItIsAnImage(Sample sample) {
        assertThat(IdentificationAssert.identify(sample.bytes())).isInstanceOf(Identified.class);
    }

    private static void check(byte[] file, String description) {
        long start = System.nanoTime();
        var result = IdentificationAssert.identify(file);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(description).isLessThan(LONGEST);
        switch (result) {
            case Identified image ->
                assertThat(image.width() > 0 && image.height() > 0 && image.frames() > 0)
                        .as(description)
                        .isTrue();
            case Refused(var reason) -> {
                assertThat(reason)
                        .as(description)
                        .isInstanceOfAny(
                                Rejection.CorruptImage.class,
                                Rejection.UnsupportedFormat.class,
                                Rejection.TooManyPixels.class);
                Wording.check(reason.message(), description);
            }
        }
    }

    /// Flips bits, sets extreme values, and removes or repeats a stretch.
    private static byte[] damaged(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            // Half of the changes hit the header, where structure is.
            int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 128));
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xFF);
                case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0);
                default -> bytes = spliced(bytes, at, random.nextInt(bytes.length));
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int to, int from) {
        return new Bytes()
                .raw(Arrays.copyOf(bytes, to + 1))
                .raw(Arrays.copyOfRange(bytes, from, bytes.length))
                .build();
    }
}
