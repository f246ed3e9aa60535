package io.sluice.imaging.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExifOrientationTest {

    private static final int TYPE = 12;
    private static final int VALUE = 18;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 8})
    void readsTheBlockThatItWrites(int orientation) {
        assertThat(ExifOrientation.of(ExifOrientation.block(orientation))).isEqualTo(orientation);
    }

    @Test
    void readsAnOrientationThatIsDeclaredAsLong() {
        byte[] block = ExifOrientation.block(1);
        ByteBuffer.wrap(block).putShort(TYPE, (short) 4).putInt(VALUE, 6);

        assertThat(ExifOrientation.of(block)).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(shorts = {1, 7})
    void readsAnOrientationThatIsDeclaredAsByte(short type) {
        byte[] block = ExifOrientation.block(1);
        ByteBuffer.wrap(block).putShort(TYPE, type).put(VALUE, (byte) 6).put(VALUE + 1, (byte) 0x77);

        assertThat(ExifOrientation.of(block)).isEqualTo(6);
    }

    @Test
    void anImpossibleOrientationCountsAsNone() {
        assertThat(ExifOrientation.of(ExifOrientation.block(9))).isEqualTo(1);
    }
}
