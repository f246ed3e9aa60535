package io.sluice.imaging.crosscheck;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

/// What the samples of a TIFF mean, after TIFF 6.0.
final class PlainTiffColors {

    private static final int MOST_COLORS = 3 << 16;
    private static final Set<Integer> COLORS = Set.of(0, 1, 2, 3, 5, 8, 9);
    private static final int ICC_PROFILE = 34_675;

    private final int bits;
    private final int samples;
    private final int colors;
    private final int alpha;
    private final int kind;
    private final int photometric;
    private final boolean premultiplied;
    private final boolean scaled;
    private final boolean profile;
    private final double[] colorMap;
    private final double mapDivisor;

    PlainTiffColors(PlainTiffTags tags, int bits, int samples) throws IOException {
        this.bits = bits;
        this.samples = samples;
        photometric = (int) tags.one(262, samples < 3 ? 1 : 2);
        colors = switch (photometric) {
            case 2, 8, 9 -> 3;
            case 5 -> 4;
            default -> 1;
        };
        int found = -1;
        boolean associated = false;
        for (int i = colors; i < samples && found < 0; i++) {
            double meaning = tags.has(338) ? tags.one(338, i - colors, 0) : 2;
            if (meaning == 1 || meaning == 2 || meaning == 999) {
                found = i;
                associated = meaning == 1;
            }
        }
        alpha = found;
        premultiplied = associated && photometric != 3;
        kind = (int) tags.one(339, 1);
        scaled = kind == 3 || bits >= 32;
        profile = tags.has(ICC_PROFILE);
        colorMap = new double[(int) Math.min(tags.count(320), MOST_COLORS)];
        for (int i = 0; i < colorMap.length; i++) {
            colorMap[i] = tags.one(320, i, 0);
        }
        mapDivisor = Arrays.stream(colorMap).max().orElse(0) < 256 ? 1 : 256;
    }

    boolean known() {
        return COLORS.contains(photometric) && kind <= 4 && samples >= colors;
    }

    /// Whether a sample is part of the picture.
    boolean uses(int sample) {
        return sample < colors || sample == alpha;
    }

    SecondReader.Rules rules() {
        // colours that pass through a profile are not converted here
        boolean managed =
                (profile && (photometric == 5 || (scaled && photometric == 2))) || (scaled && photometric == 5);
        boolean lab = photometric == 8 || photometric == 9;
        boolean computed = premultiplied || photometric == 5 || lab;
        int tolerance = lab ? 900 : computed ? 400 : bits > 8 ? 2 : 130;
        var comparable = managed
                ? SecondReader.Colors.UNKNOWN
                : scaled ? SecondReader.Colors.RATIOS : SecondReader.Colors.VALUES;
        return new SecondReader.Rules(tolerance, premultiplied, comparable);
    }

    /// A sample from 0 to 1; an index, and colours of any range, as they are.
    double value(long number, int sample) {
        boolean color = sample < colors;
        if (photometric == 3 && color) {
            return number;
        }
        if (kind == 3) {
            return switch (bits) {
                case 16 -> Float.float16ToFloat((short) number);
                case 24 -> {
                    int exponent = (int) (number >> 16 & 0x7F);
                    double size = exponent == 0
                            ? Math.scalb((double) (number & 0xFFFF), -78)
                            : Math.scalb(1 + (number & 0xFFFF) / 65_536.0, exponent - 63);
                    yield number >> 23 == 0 ? size : -size;
                }
                case 32 -> Float.intBitsToFloat((int) number);
                default -> Double.longBitsToDouble(number);
            };
        }
        double most = Math.scalb(1.0, bits) - 1;
        boolean lab = photometric == 8 || photometric == 9;
        double moved = kind == 2 && !lab ? signed(number) + Math.scalb(1.0, bits - 1) : unsigned(number);
        return bits >= 32 && color ? moved : moved / most;
    }

    private double signed(long number) {
        return (double) (number << (64 - bits) >> (64 - bits));
    }

    private static double unsigned(long number) {
        return number >= 0 ? number : 2.0 * (number >>> 1);
    }

    /// Writes red, green, blue and alpha of a pixel from 0 to 1.
    void pixel(double[] values, int at, double[] rgba, int to) {
        // what the largest integer of 32 bits and more stands for is up to the first reader
        boolean known = kind == 3 || bits < 32;
        double opacity = alpha < 0 ? 1 : known ? Math.clamp(values[at + alpha], 0, 1) : Double.NaN;
        double divisor = premultiplied ? opacity : 1;
        for (int c = 0; c < 3; c++) {
            rgba[to + c] = switch (photometric) {
                case 0 -> divided((kind == 3 || bits >= 32 ? 0 : 1) - values[at], divisor);
                case 2 -> divided(values[at + c], divisor);
                case 3 -> mapped((int) values[at], c);
                case 5 -> (1 - divided(values[at + c], divisor)) * (1 - divided(values[at + 3], divisor));
                case 8, 9 -> lab(values, at, divisor, c);
                default -> divided(values[at], divisor);
            };
        }
        rgba[to + 3] = opacity;
    }

    private double divided(double color, double divisor) {
        double quotient = divisor == 0 ? 0 : color / divisor;
        return scaled ? quotient : Math.min(1, quotient);
    }

    private double mapped(int index, int color) {
        return Math.floor(colorMap[color * (1 << bits) + index] / mapDivisor) / 255;
    }

    /// L*a*b* of the white D50, to sRGB.
    private double lab(double[] values, int at, double divisor, int color) {
        double l = divided(values[at], divisor) * 100;
        var ab = new double[2];
        for (int i = 0; i < 2; i++) {
            double code = values[at + 1 + i] * (Math.scalb(1.0, bits) - 1);
            double unit = Math.scalb(1.0, bits - 8);
            if (photometric == 8) {
                double number = code >= Math.scalb(1.0, bits - 1) ? code - Math.scalb(1.0, bits) : code;
                ab[i] = divisor == 0 ? 0 : number / unit / divisor;
            } else {
                ab[i] = divisor == 0 ? 0 : Math.min(code / divisor, Math.scalb(1.0, bits) - 1) / unit - 128;
            }
        }
        double fy = (l + 16) / 116;
        double x = 0.9642 * cubed(fy + ab[0] / 500);
        double y = cubed(fy);
        double z = 0.8249 * cubed(fy - ab[1] / 200);
        double linear = switch (color) {
            case 0 -> 3.1339 * x - 1.6169 * y - 0.4906 * z;
            case 1 -> -0.9788 * x + 1.9161 * y + 0.0335 * z;
            default -> 0.0719 * x - 0.2290 * y + 1.4052 * z;
        };
        double light = Math.clamp(linear, 0, 1);
        return light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
    }

    private static double cubed(double t) {
        return t > 6.0 / 29 ? t * t * t : 3 * Math.pow(6.0 / 29, 2) * (t - 4.0 / 29);
    }
}
