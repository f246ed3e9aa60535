package io.sluice.imaging.psd.layers;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How the colours of a layer change those below (Photoshop File Formats, "Layer records", blend mode key).
///
/// The formulas are those of PDF (ISO 32000-2, 11.3.5), and for the modes that PDF does not have those that
/// psd-tools measured in Photoshop. 0 is black, or all of an ink; 1 is white, or none of it.
enum BlendMode {
    PASS_THROUGH("pass", null),
    NORMAL("norm", null),
    DISSOLVE("diss", null),
    DARKEN("dark", Math::min),
    MULTIPLY("mul ", (b, s) -> b * s),
    COLOR_BURN("idiv", (b, s) -> b == 1 ? 1 : s == 0 ? 0 : 1 - Math.min(1, (1 - b) / s)),
    LINEAR_BURN("lbrn", (b, s) -> Math.max(0, b + s - 1)),
    DARKER_COLOR("dkCl", null),
    LIGHTEN("lite", Math::max),
    SCREEN("scrn", (b, s) -> b + s - b * s),
    COLOR_DODGE("div ", (b, s) -> b == 0 ? 0 : s == 1 ? 1 : Math.min(1, b / (1 - s))),
    LINEAR_DODGE("lddg", (b, s) -> Math.min(1, b + s)),
    LIGHTER_COLOR("lgCl", null),
    OVERLAY("over", (b, s) -> hardLight(s, b)),
    SOFT_LIGHT("sLit", BlendMode::softLight),
    HARD_LIGHT("hLit", BlendMode::hardLight),
    /// Other than in the modes that it is made of, the extremes of the source win.
    VIVID_LIGHT("vLit", BlendMode::vividLight),
    LINEAR_LIGHT("lLit", (b, s) -> Math.clamp(b + 2 * s - 1, 0, 1)),
    PIN_LIGHT("pLit", (b, s) -> s > 0.5f ? Math.max(b, 2 * s - 1) : Math.min(b, 2 * s)),
    HARD_MIX("hMix", (b, s) -> b + s > 1 || (b + s == 1 && b > 0.5f) ? 1 : 0),
    DIFFERENCE("diff", (b, s) -> Math.abs(b - s)),
    EXCLUSION("smud", (b, s) -> b + s - 2 * b * s),
    SUBTRACT("fsub", (b, s) -> Math.max(0, b - s)),
    DIVIDE("fdiv", (b, s) -> b == 0 ? 0 : s == 0 ? 1 : Math.min(1, b / s)),
    HUE("hue ", null),
    SATURATION("sat ", null),
    COLOR("colr", null),
    LUMINOSITY("lum ", null);

    private static final Map<String, BlendMode> KEYS =
            Arrays.stream(values()).collect(Collectors.toMap(mode -> mode.key, Function.identity()));

    /// One sample of the backdrop and one of the source.
    @FunctionalInterface
    private interface Separable {
        float blend(float backdrop, float source);
    }

    private final String key;
    private final @Nullable Separable separable;

    BlendMode(String key, @Nullable Separable separable) {
        this.key = key;
        this.separable = separable;
    }

    static @Nullable BlendMode of(String key) {
        return KEYS.get(key);
    }

    /// Whether the colour of a pixel counts as a whole.
    boolean nonSeparable() {
        return switch (this) {
            case DARKER_COLOR, LIGHTER_COLOR, HUE, SATURATION, COLOR, LUMINOSITY -> true;
            default -> false;
        };
    }

    /// Whether less than full fill, and transparency, work in another way than opacity: the source is moved
    /// towards the colour that changes nothing.
    boolean fillsItsOwnWay() {
        return switch (this) {
            case COLOR_BURN, LINEAR_BURN, COLOR_DODGE, LINEAR_DODGE, VIVID_LIGHT, LINEAR_LIGHT, HARD_MIX, DIFFERENCE ->
                true;
            default -> false;
        };
    }

    /// Writes the blended colour of one pixel to `result`, whose length is the number of colours; three for
    /// modes that are not separable.
    void blend(float[] backdrop, float[] source, float[] result) {
        if (separable != null) {
            for (int c = 0; c < result.length; c++) {
                result[c] = separable.blend(backdrop[c], source[c]);
            }
            return;
        }
        switch (this) {
            case DARKER_COLOR ->
                copy(NonSeparable.luminosity(source) < NonSeparable.luminosity(backdrop) ? source : backdrop, result);
            case LIGHTER_COLOR ->
                copy(NonSeparable.luminosity(source) > NonSeparable.luminosity(backdrop) ? source : backdrop, result);
            case HUE -> {
                NonSeparable.saturated(source, NonSeparable.saturation(backdrop), result);
                NonSeparable.light(result, NonSeparable.luminosity(backdrop), result);
            }
            case SATURATION -> {
                NonSeparable.saturated(backdrop, NonSeparable.saturation(source), result);
                NonSeparable.light(result, NonSeparable.luminosity(backdrop), result);
            }
            case COLOR -> NonSeparable.light(source, NonSeparable.luminosity(backdrop), result);
            case LUMINOSITY -> NonSeparable.light(backdrop, NonSeparable.luminosity(source), result);
            default -> copy(source, result);
        }
    }

    private static void copy(float[] from, float[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    private static float hardLight(float b, float s) {
        if (s > 0.5f) {
            float screened = 2 * s - 1;
            return b + screened - b * screened;
        }
        return b * 2 * s;
    }

    private static float softLight(float b, float s) {
        if (s <= 0.5f) {
            return b - (1 - 2 * s) * b * (1 - b);
        }
        float lit = b <= 0.25f ? ((16 * b - 12) * b + 4) * b : (float) Math.sqrt(b);
        return b + (2 * s - 1) * (lit - b);
    }

    private static float vividLight(float b, float s) {
        if (s == 0 || s == 1) {
            return s;
        }
        return s > 0.5f ? Math.min(1, b / (2 * (1 - s))) : 1 - Math.min(1, (1 - b) / (2 * s));
    }
}
