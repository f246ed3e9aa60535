package io.sluice.imaging.psd.layers;

import io.sluice.imaging.pixels.UndecodableException;

/// Pixels of a part of the document while they are composed: colours from 0 to 1 that are not multiplied with
/// alpha, one plane after the other.
final class Canvas {

    private final Area area;
    private final float[][] colors;
    private final float[] alpha;

    /// A transparent one.
    ///
    /// @param colors number of colours
    Canvas(Area area, int colors) {
        this.area = area;
        this.colors = new float[colors][Math.toIntExact(area.pixels())];
        this.alpha = new float[Math.toIntExact(area.pixels())];
    }

    private Canvas(Area area, float[][] colors, float[] alpha) {
        this.area = area;
        this.colors = colors;
        this.alpha = alpha;
    }

    Area area() {
        return area;
    }

    int colors() {
        return colors.length;
    }

    float[] color(int index) {
        return colors[index];
    }

    float[] alpha() {
        return alpha;
    }

    Canvas copy() {
        var copied = new float[colors.length][];
        for (int c = 0; c < copied.length; c++) {
            copied[c] = colors[c].clone();
        }
        return new Canvas(area, copied, alpha.clone());
    }

    /// Draws another canvas, whose area is within this one, over this one.
    ///
    /// @param coverage how much of its alpha counts, pixel by pixel
    /// @param atop     what is drawn is clipped to this canvas: its alpha stays, and its colours count as
    ///                 opaque
    void draw(Canvas source, BlendMode mode, float[] coverage, boolean atop) throws UndecodableException {
        var below = new float[colors.length];
        var above = new float[colors.length];
        var blended = new float[colors.length];
        for (int y = source.area.top(), from = 0; y < source.area.bottom(); y++) {
            int to = (y - area.top()) * area.width() + source.area.left() - area.left();
            for (int x = 0; x < source.area.width(); x++, from++, to++) {
                float sourceAlpha = source.alpha[from] * coverage[from];
                if (sourceAlpha == 0) {
                    continue;
                }
                if (mode == BlendMode.DISSOLVE && sourceAlpha < 1) {
                    throw LayerTree.impossible("a layer dissolves at pixel " + (source.area.left() + x) + ", " + y);
                }
                float backdropAlpha = atop ? 1 : alpha[to];
                for (int c = 0; c < colors.length; c++) {
                    below[c] = colors[c][to];
                    above[c] = source.colors[c][from];
                }
                if (backdropAlpha == 0) {
                    System.arraycopy(above, 0, blended, 0, blended.length);
                } else {
                    mode.blend(below, above, blended);
                }
                // ISO 32000-2, 11.3.6
                float united = backdropAlpha + sourceAlpha - backdropAlpha * sourceAlpha;
                float share = sourceAlpha / united;
                for (int c = 0; c < colors.length; c++) {
                    float mixed = backdropAlpha == 1 ? blended[c] : above[c] + backdropAlpha * (blended[c] - above[c]);
                    colors[c][to] = share == 1 ? mixed : below[c] + share * (mixed - below[c]);
                }
                if (!atop) {
                    alpha[to] = united;
                }
            }
        }
    }

    /// Goes back from this canvas towards what it was before, where less than all of what was drawn counts.
    ///
    /// @param coverage how much of it counts, for each pixel of `part`
    void fade(Canvas before, Area part, float[] coverage) {
        for (int y = part.top(), from = 0; y < part.bottom(); y++) {
            int at = (y - area.top()) * area.width() + part.left() - area.left();
            for (int x = 0; x < part.width(); x++, from++, at++) {
                float share = coverage[from];
                float was = before.alpha[at] * (1 - share);
                float is = alpha[at] * share;
                float sum = was + is;
                for (int c = 0; c < colors.length && sum > 0; c++) {
                    colors[c][at] = (before.colors[c][at] * was + colors[c][at] * is) / sum;
                }
                alpha[at] = sum;
            }
        }
    }
}
