package io.sluice.imaging.crosscheck;

import java.util.Arrays;

/// The blend modes of Photoshop by their keys, as formulas of whole colours. 0 is black.
final class PlainBlending {

    private PlainBlending() {}

    static double[] blend(String mode, double[] below, double[] above, int colors) {
        double[] b = Arrays.copyOf(below, colors);
        double[] s = Arrays.copyOf(above, colors);
        return switch (mode) {
            case "dkCl" -> grey(s) < grey(b) ? s : b;
            case "lgCl" -> grey(s) > grey(b) ? s : b;
            case "hue " -> shifted(stretched(s, range(b)), grey(b));
            case "sat " -> shifted(stretched(b, range(s)), grey(b));
            case "colr" -> shifted(s, grey(b));
            case "lum " -> shifted(b, grey(s));
            default -> {
                for (int c = 0; c < colors; c++) {
                    s[c] = one(mode, b[c], s[c]);
                }
                yield s;
            }
        };
    }

    private static double one(String mode, double b, double s) {
        return switch (mode) {
            case "dark" -> b < s ? b : s;
            case "lite" -> b < s ? s : b;
            case "mul " -> b * s;
            case "scrn" -> 1 - (1 - b) * (1 - s);
            case "idiv" -> b >= 1 ? 1 : burned(b, s);
            case "div " -> b <= 0 ? 0 : 1 - burned(1 - b, 1 - s);
            case "lbrn" -> clipped(b + s - 1);
            case "lddg" -> clipped(b + s);
            case "over" -> b <= 0.5 ? 2 * b * s : 1 - 2 * (1 - b) * (1 - s);
            case "hLit" -> s <= 0.5 ? 2 * b * s : 1 - 2 * (1 - b) * (1 - s);
            case "sLit" -> {
                double root = b <= 0.25 ? 16 * Math.pow(b, 3) - 12 * b * b + 4 * b : Math.sqrt(b);
                yield b + (2 * s - 1) * (s <= 0.5 ? b - b * b : root - b);
            }
            case "vLit" -> s <= 0.5 ? burned(b, 2 * s) : 1 - burned(1 - b, 2 - 2 * s);
            case "lLit" -> clipped(b + 2 * s - 1);
            case "pLit" -> s <= 0.5 ? Math.min(b, 2 * s) : Math.max(b, 2 * s - 1);
            case "hMix" -> {
                // a sum of one is a tie, whatever the last digits are
                double over = b + s - 1;
                yield Math.abs(over) < 1e-7 ? (b > 0.5 ? 1 : 0) : over > 0 ? 1 : 0;
            }
            case "diff" -> Math.abs(b - s);
            case "smud" -> b * (1 - s) + s * (1 - b);
            case "fsub" -> clipped(b - s);
            case "fdiv" -> b <= 0 ? 0 : s <= b ? 1 : b / s;
            default -> s;
        };
    }

    /// Without a source all is black.
    private static double burned(double b, double s) {
        return s <= 0 ? 0 : clipped(1 - (1 - b) / s);
    }

    private static double clipped(double value) {
        return Math.clamp(value, 0, 1);
    }

    private static double grey(double[] color) {
        return 0.3 * color[0] + 0.59 * color[1] + 0.11 * color[2];
    }

    private static double range(double[] color) {
        return Arrays.stream(color).max().orElse(0) - Arrays.stream(color).min().orElse(0);
    }

    /// The same hue with another distance between the least and the most.
    private static double[] stretched(double[] color, double range) {
        double least = Arrays.stream(color).min().orElse(0);
        double had = range(color);
        return Arrays.stream(color)
                .map(sample -> had == 0 ? 0 : (sample - least) / had * range)
                .toArray();
    }

    /// The same colour with another luminosity, drawn towards its gray until it has no sample outside of 0 to
    /// 1.
    private static double[] shifted(double[] color, double luminosity) {
        double difference = luminosity - grey(color);
        double[] moved = Arrays.stream(color).map(sample -> sample + difference).toArray();
        double least = Arrays.stream(moved).min().orElse(0);
        double most = Arrays.stream(moved).max().orElse(1);
        double kept = 1;
        if (least < 0) {
            kept = luminosity / (luminosity - least);
        }
        if (most > 1) {
            kept *= (1 - luminosity) / (most - luminosity);
        }
        double factor = kept;
        return Arrays.stream(moved)
                .map(sample -> clipped(luminosity + (sample - luminosity) * factor))
                .toArray();
    }
}
