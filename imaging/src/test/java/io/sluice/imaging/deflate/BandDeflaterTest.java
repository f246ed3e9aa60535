package io.sluice.imaging.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BandDeflaterTest {

    private static final int ROUNDS = 400;

    private interface Deflating {
        BitSink deflate(byte[] data, int from, boolean last);
    }

    static Stream<Deflating> deflatings() {
        return Stream.of(BandDeflater::deflate, BandDeflater::deflateThoroughly);
    }

    @ParameterizedTest
    @MethodSource("deflatings")
    void zlibInflatesWhatWasDeflatedToTheSameBytes(Deflating deflating) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] data = mixture(new Random(round));
            int window = new Random(round).nextInt(Math.min(data.length, 40_000));

            BitSink deflated = deflating.deflate(data, window, true);

            assertThat(inflate(deflated, data, window))
                    .as("round %d", round)
                    .isEqualTo(Arrays.copyOfRange(data, window, data.length));
        }
    }

    @ParameterizedTest
    @MethodSource("deflatings")
    void aBandThatIsNotTheLastEndsAtAWholeByte(Deflating deflating) throws Exception {
        byte[] data = mixture(new Random(1));

        BitSink deflated = deflating.deflate(data, 0, false);

        byte[] end = Arrays.copyOfRange(deflated.bytes(), deflated.size() - 4, deflated.size());
        assertThat(end).containsExactly(0, 0, 0xFF, 0xFF);
        assertThat(inflate(deflated, data, 0)).isEqualTo(data);
    }

    @ParameterizedTest
    @MethodSource("deflatings")
    void noiseIsStoredAndGrowsByNextToNothing(Deflating deflating) throws Exception {
        var noise = new byte[300_000];
        new Random(3).nextBytes(noise);

        BitSink deflated = deflating.deflate(noise, 0, true);

        assertThat(deflated.size()).isBetween(noise.length, noise.length + 200);
        assertThat(inflate(deflated, noise, 0)).isEqualTo(noise);
    }

    @ParameterizedTest
    @MethodSource("deflatings")
    void oneByteOverAndOverShrinksToNearlyNothing(Deflating deflating) {
        assertThat(deflating.deflate(new byte[1_000_000], 0, true).size()).isLessThan(5_000);
    }

    @Test
    void repetitionsAreWithinTwoPercentOfZlibsDefaultLevel() {
        var random = new Random(5);
        var words = new byte[200][];
        for (int i = 0; i < words.length; i++) {
            words[i] = new byte[3 + random.nextInt(40)];
            random.nextBytes(words[i]);
        }
        var data = new byte[1_000_000];
        for (int at = 0; at < data.length; ) {
            // some words are frequent
            byte[] word = words[random.nextInt(1 + random.nextInt(words.length))];
            int length = Math.min(word.length, data.length - at);
            System.arraycopy(word, 0, data, at, length);
            at += length;
        }

        assertThat(BandDeflater.deflateThoroughly(data, 0, true).size()).isLessThan(zlib(data, 6) * 51 / 50);
    }

    @Test
    void skewedNoiseIsNoLargerThanFromZlibAtItsFastest() {
        var random = new Random(4);
        var data = new byte[1_000_000];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (random.nextGaussian() * 6);
        }

        assertThat(BandDeflater.deflate(data, 0, true).size()).isLessThan(zlib(data, 1));
    }

    /// Noise, runs and repetitions from all distances, one after the other.
    private static byte[] mixture(Random random) {
        var data = new byte[1 + random.nextInt(200_000)];
        for (int at = 0; at < data.length; ) {
            int count = Math.min(data.length - at, 1 + random.nextInt(1 << random.nextInt(14)));
            switch (random.nextInt(4)) {
                case 0 -> Arrays.fill(data, at, at + count, (byte) random.nextInt());
                case 1 -> {
                    int spread = 1 + random.nextInt(256);
                    for (int i = at; i < at + count; i++) {
                        data[i] = (byte) random.nextInt(spread);
                    }
                }
                default -> {
                    int distance = 1 + random.nextInt(Math.max(1, Math.min(at, 40_000)));
                    for (int i = at; i < at + count; i++) {
                        data[i] = i >= distance ? data[i - distance] : 0;
                    }
                }
            }
            at += count;
        }
        return data;
    }

    private static byte[] inflate(BitSink deflated, byte[] data, int window) throws Exception {
        var inflater = new Inflater(true);
        try {
            if (window > 0) {
                int known = Math.min(window, DeflateAlphabet.WINDOW);
                inflater.setDictionary(data, window - known, known);
            }
            inflater.setInput(deflated.bytes(), 0, deflated.size());
            var out = new byte[data.length - window];
            int done = 0;
            while (done < out.length) {
                int count = inflater.inflate(out, done, out.length - done);
                assertThat(count).isPositive();
                done += count;
            }
            return out;
        } finally {
            inflater.end();
        }
    }

    private static int zlib(byte[] data, int level) {
        var deflater = new Deflater(level, true);
        try {
            deflater.setInput(data);
            deflater.finish();
            return deflater.deflate(new byte[data.length]);
        } finally {
            deflater.end();
        }
    }
}
