package io.sluice.imaging.webp;

/// The predictor transform: each pixel is a difference to a prediction from its neighbors (RFC 9649, 3.5.1).
final class Vp8lPredictor implements Vp8lTransform {

    private final int[] modes;
    private final int blockBits;
    private final int width;
    private int[] above;
    private int[] current;

    /// @param blocks the mode of each block, in its green channel
    Vp8lPredictor(int[] blocks, int blockBits, int width) {
        this.modes = blocks;
        this.blockBits = blockBits;
        this.width = width;
        this.above = new int[width];
        this.current = new int[width];
    }

    @Override
    public int codedWidth() {
        return width;
    }

    @Override
    public int[] undo(int[] row, int y) {
        int first = (y >> blockBits) * Math.ceilDiv(width, 1 << blockBits);
        for (int x = 0; x < width; x++) {
            int prediction;
            if (y == 0) {
                prediction = x == 0 ? OPAQUE_BLACK : current[x - 1];
            } else if (x == 0) {
                prediction = above[0];
            } else {
                prediction = predict(modes[first + (x >> blockBits)] >> 8 & 15, x);
            }
            current[x] = add(row[x], prediction);
        }
        var finished = current;
        current = above;
        above = finished;
        System.arraycopy(finished, 0, row, 0, width);
        return row;
    }

    private int predict(int mode, int x) {
        int left = current[x - 1];
        int top = above[x];
        int topLeft = above[x - 1];
        // The last column is followed by the first pixel of this row, as if rows were contiguous in memory.
        int topRight = x + 1 < width ? above[x + 1] : current[0];
        return switch (mode) {
            case 1 -> left;
            case 2 -> top;
            case 3 -> topRight;
            case 4 -> topLeft;
            case 5 -> average(average(left, topRight), top);
            case 6 -> average(left, topLeft);
            case 7 -> average(left, top);
            case 8 -> average(topLeft, top);
            case 9 -> average(top, topRight);
            case 10 -> average(average(left, topLeft), average(top, topRight));
            case 11 -> select(left, top, topLeft);
            case 12 -> gradient(left, top, topLeft);
            case 13 -> halfGradient(average(left, top), topLeft);
            default -> OPAQUE_BLACK;
        };
    }

    /// Adds the four channels of two pixels, each modulo 256.
    static int add(int a, int b) {
        int alphaAndGreen = (a & 0xFF00_FF00) + (b & 0xFF00_FF00);
        int redAndBlue = (a & 0x00FF_00FF) + (b & 0x00FF_00FF);
        return (alphaAndGreen & 0xFF00_FF00) | (redAndBlue & 0x00FF_00FF);
    }

    private static int average(int a, int b) {
        return ((a ^ b) >>> 1 & 0x7F7F_7F7F) + (a & b);
    }

    /// Returns left or top, whichever is nearer to left + top - topLeft.
    private static int select(int left, int top, int topLeft) {
        int toLeft = 0;
        int toTop = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int corner = topLeft >>> shift & 0xFF;
            toLeft += Math.abs((top >>> shift & 0xFF) - corner);
            toTop += Math.abs((left >>> shift & 0xFF) - corner);
        }
        return toLeft < toTop ? left : top;
    }

    private static int gradient(int left, int top, int topLeft) {
        int result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = (left >>> shift & 0xFF) + (top >>> shift & 0xFF) - (topLeft >>> shift & 0xFF);
            result |= Math.clamp(value, 0, 255) << shift;
        }
        return result;
    }

    private static int halfGradient(int average, int topLeft) {
        int result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = average >>> shift & 0xFF;
            result |= Math.clamp(value + (value - (topLeft >>> shift & 0xFF)) / 2, 0, 255) << shift;
        }
        return result;
    }
}
