package io.sluice.imaging.webp;

import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.webp.Vp8lPixels.TooComplex;
import java.io.IOException;

/// A transform of the pixels before coding, reversed row by row (RFC 9649, 3.5).
interface Vp8lTransform {

    int OPAQUE_BLACK = 0xFF00_0000;

    /// Reverses the transform of a row.
    ///
    /// @return the row, the same array or another one, valid until the next call
    int[] undo(int[] row, int y);

    /// Returns the number of pixels of a coded row.
    int codedWidth();

    /// Reads one transform of an image that is `width` pixels wide after the reversal.
    static Vp8lTransform read(Vp8lBits bits, int type, int width, int height) throws Refusal, IOException, TooComplex {
        return switch (type) {
            case 0 -> {
                int blockBits = bits.read(3) + 2;
                yield new Vp8lPredictor(Vp8lPixels.blocks(bits, width, height, blockBits), blockBits, width);
            }
            case 1 -> {
                int blockBits = bits.read(3) + 2;
                yield new Colour(Vp8lPixels.blocks(bits, width, height, blockBits), blockBits, width);
            }
            case 2 -> new SubtractGreen(width);
            default -> Palette.read(bits, width);
        };
    }

    /// Red and blue are predicted from green, blue also from red.
    final class Colour implements Vp8lTransform {
        private final int[] blocks;
        private final int blockBits;
        private final int width;

        Colour(int[] blocks, int blockBits, int width) {
            this.blocks = blocks;
            this.blockBits = blockBits;
            this.width = width;
        }

        @Override
        public int codedWidth() {
            return width;
        }

        @Override
        public int[] undo(int[] row, int y) {
            int first = (y >> blockBits) * Math.ceilDiv(width, 1 << blockBits);
            for (int x = 0; x < width; x++) {
                int block = blocks[first + (x >> blockBits)];
                int argb = row[x];
                int green = argb >> 8;
                int red = (argb >> 16) + delta(block, green);
                int blue = argb + delta(block >> 8, green) + delta(block >> 16, red);
                row[x] = (argb & 0xFF00_FF00) | (red & 0xFF) << 16 | (blue & 0xFF);
            }
            return row;
        }

        private static int delta(int factor, int colour) {
            return ((byte) factor * (byte) colour) >> 5;
        }
    }

    /// Green was subtracted from red and blue.
    record SubtractGreen(int codedWidth) implements Vp8lTransform {
        @Override
        public int[] undo(int[] row, int y) {
            for (int x = 0; x < codedWidth; x++) {
                int argb = row[x];
                int green = argb >> 8 & 0xFF;
                int redAndBlue = (argb & 0x00FF_00FF) + (green << 16 | green);
                row[x] = (argb & 0xFF00_FF00) | (redAndBlue & 0x00FF_00FF);
            }
            return row;
        }
    }

    /// Pixels are indexes, several of them packed into the green of one if there are few colours.
    final class Palette implements Vp8lTransform {
        private final int[] colours;
        private final int packBits;
        private final int[] unpacked;

        private Palette(int[] colours, int packBits, int width) {
            this.colours = colours;
            this.packBits = packBits;
            this.unpacked = new int[width];
        }

        static Palette read(Vp8lBits bits, int width) throws Refusal, IOException, TooComplex {
            int size = bits.read(8) + 1;
            int[] colours = Vp8lPixels.whole(bits, size, 1);
            for (int i = 1; i < size; i++) {
                colours[i] = Vp8lPredictor.add(colours[i - 1], colours[i]);
            }
            int packBits = size <= 2 ? 3 : size <= 4 ? 2 : size <= 16 ? 1 : 0;
            return new Palette(colours, packBits, width);
        }

        @Override
        public int codedWidth() {
            return Math.ceilDiv(unpacked.length, 1 << packBits);
        }

        @Override
        public int[] undo(int[] row, int y) {
            int indexBits = 8 >> packBits;
            int perPixel = (1 << packBits) - 1;
            for (int x = 0; x < unpacked.length; x++) {
                int green = row[x >> packBits] >> 8 & 0xFF;
                int index = green >> (indexBits * (x & perPixel)) & ((1 << indexBits) - 1);
                unpacked[x] = index < colours.length ? colours[index] : 0;
            }
            return unpacked;
        }
    }
}
