package io.sluice.imaging.png;

/// The transparency of a PNG's samples: its alpha channel, or the values in its tRNS chunk (PNG specification,
/// third edition, 11.3.1.1).
final class PngTransparency {

    private final int colorType;
    private final int depth;
    private final byte[] trns;
    private final int bytesPerPixel;

    PngTransparency(PngHeader header, byte[] trns) {
        this.colorType = header.colorType();
        this.depth = header.depth();
        this.trns = trns;
        this.bytesPerPixel = Math.max(1, header.samples() * depth / 8);
    }

    /// Whether any pixel can be transparent.
    boolean possible() {
        return hasAlpha() || trns.length > 0;
    }

    /// Returns the index of the first relevant byte of a pixel for [#at]; filtering never mixes the bytes of a
    /// pixel, so the bytes before need not be reconstructed.
    int firstByte() {
        return hasAlpha() ? bytesPerPixel - depth / 8 : 0;
    }

    /// Returns the distance between pixels in bytes, 1 when pixels share a byte.
    int bytesPerPixel() {
        return bytesPerPixel;
    }

    /// Whether pixel `x` of a row of samples is not opaque.
    boolean at(byte[] row, int x) {
        int at = x * bytesPerPixel;
        return switch (colorType) {
            case PngHeader.GRAY_ALPHA, PngHeader.RGB_ALPHA ->
                row[at + bytesPerPixel - 1] != -1 || (depth == 16 && row[at + bytesPerPixel - 2] != -1);
            case PngHeader.PALETTE -> {
                int index = small(row, x);
                yield index < trns.length && trns[index] != -1;
            }
            case PngHeader.GRAY ->
                depth == 16
                        ? row[at] == trns[0] && row[at + 1] == trns[1]
                        : small(row, x) == (trns[1] & (1 << depth) - 1);
            default -> isKey(row, at);
        };
    }

    private boolean hasAlpha() {
        return colorType == PngHeader.GRAY_ALPHA || colorType == PngHeader.RGB_ALPHA;
    }

    private int small(byte[] row, int x) {
        int perByte = 8 / depth;
        int shift = 8 - depth * (x % perByte + 1);
        return row[x / perByte] >> shift & (1 << depth) - 1;
    }

    private boolean isKey(byte[] row, int at) {
        for (int i = 0; i < bytesPerPixel; i++) {
            // tRNS has 16 bits per sample for every depth; at 8 bits only the lower byte is used
            if (row[at + i] != trns[depth == 16 ? i : 2 * i + 1]) {
                return false;
            }
        }
        return true;
    }
}
