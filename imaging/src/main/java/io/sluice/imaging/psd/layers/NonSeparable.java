package io.sluice.imaging.psd.layers;

/// The functions of blend modes that take colours as a whole (ISO 32000-2, 11.3.5.3), on red, green and blue.
final class NonSeparable {

    private NonSeparable() {}

    static float luminosity(float[] color) {
        return 0.3f * color[0] + 0.59f * color[1] + 0.11f * color[2];
    }

    static float saturation(float[] color) {
        return most(color) - least(color);
    }

    /// Writes the colour with another luminosity to `result`, moved into the range of colours.
    static void light(float[] color, float luminosity, float[] result) {
        float moved = luminosity - luminosity(color);
        for (int c = 0; c < 3; c++) {
            result[c] = color[c] + moved;
        }
        float light = luminosity(result);
        float least = least(result);
        float most = most(result);
        for (int c = 0; c < 3; c++) {
            float sample = result[c];
            if (least < 0) {
                sample = light + (sample - light) * light / (light - least);
            }
            if (most > 1) {
                sample = light + (sample - light) * (1 - light) / (most - light);
            }
            result[c] = Math.clamp(sample, 0, 1);
        }
    }

    /// Writes the colour with another saturation to `result`; its luminosity is of no meaning.
    static void saturated(float[] color, float saturation, float[] result) {
        float least = least(color);
        float range = most(color) - least;
        for (int c = 0; c < 3; c++) {
            result[c] = range == 0 ? 0 : (color[c] - least) * saturation / range;
        }
    }

    private static float least(float[] color) {
        return Math.min(color[0], Math.min(color[1], color[2]));
    }

    private static float most(float[] color) {
        return Math.max(color[0], Math.max(color[1], color[2]));
    }
}
