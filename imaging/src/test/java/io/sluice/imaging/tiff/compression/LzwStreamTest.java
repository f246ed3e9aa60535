package io.sluice.imaging.tiff.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.fixture.TiffBytes;
import io.sluice.imaging.pixels.UndecodableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LzwStreamTest {

    private static final int ROUNDS = 60;

    @TempDir
    private Path directory;

    @Test
    void deliversWhatWasCompressedInPiecesOfAnySize() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var random = new Random(round);
            byte[] data = mixture(random);

            byte[] read = read(TiffBytes.lzw(data), data.length, random);

            assertThat(read).as("round %d", round).isEqualTo(data);
        }
    }

    @Test
    void refusesAStreamThatIsCutShort() {
        byte[] data = mixture(new Random(1));
        byte[] compressed = TiffBytes.lzw(data);
        byte[] half = Arrays.copyOf(compressed, compressed.length / 2);

        assertThatThrownBy(() -> read(half, data.length, new Random(2))).isInstanceOf(UndecodableException.class);
    }

    @Test
    void refusesACodeThatStandsForNothingYet() {
        // clear, 'a', then a code far beyond the first one that is free, each of nine bits
        byte[] compressed = {(byte) 0x80, 0x18, 0x7F, (byte) 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

        assertThatThrownBy(() -> read(compressed, 100, new Random(2)))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("not valid LZW data");
    }

    private byte[] read(byte[] compressed, int count, Random sizes) throws IOException {
        Path path = directory.resolve("compressed");
        Files.write(path, compressed);
        var target = new byte[count];
        try (var file = FileBytes.open(path);
                var stream =
                        new LzwStream(SegmentBytes.open(file, 0, compressed.length, false, 1 << sizes.nextInt(16)))) {
            for (int at = 0; at < count; ) {
                int take = Math.min(count - at, 1 + sizes.nextInt(1 << sizes.nextInt(15)));
                stream.read(target, at, take);
                at += take;
            }
        }
        return target;
    }

    /// Noise, runs and what came before, of all lengths.
    private static byte[] mixture(Random random) {
        var data = new byte[1 + random.nextInt(100_000)];
        for (int at = 0; at < data.length; ) {
            int count = Math.min(data.length - at, 1 + random.nextInt(1 << random.nextInt(14)));
            int distance = 1 + random.nextInt(2_000);
            int kind = random.nextInt(3);
            byte value = (byte) random.nextInt();
            for (int i = at; i < at + count; i++) {
                data[i] = kind == 0 ? (byte) random.nextInt() : kind == 1 || i < distance ? value : data[i - distance];
            }
            at += count;
        }
        return data;
    }
}
