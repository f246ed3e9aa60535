package io.sluice.imaging.psd.layers;

import io.sluice.imaging.psd.layers.Element.Group;
import io.sluice.imaging.psd.layers.Element.Pixels;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// Draws elements over each other, for one part of the document after the other. Used by one thread.
final class Composer {

    private static final int BYTES_AT_ONCE = 1 << 20;

    private final int colors;
    private final int depth;
    private final float maximum;
    private byte[] rows = {};

    /// @param depth bits a sample, 8 or 16
    Composer(int colors, int depth) {
        this.colors = colors;
        this.depth = depth;
        this.maximum = (1 << depth) - 1;
    }

    /// Draws elements, the first at the bottom.
    void draw(List<Element> elements, Canvas canvas) throws IOException {
        for (var element : elements) {
            draw(element, canvas, false);
        }
    }

    private void draw(Element element, Canvas canvas, boolean atop) throws IOException {
        Area part = element.area().within(canvas.area());
        if (part.isEmpty()) {
            return;
        }
        float[] coverage = coverage(element, part);
        if (element.passesThrough()) {
            passThrough((Group) element.content(), canvas, part, coverage);
            return;
        }
        Canvas source = new Canvas(part, colors);
        switch (element.content()) {
            case Group group -> draw(group.elements(), source);
            case Pixels pixels -> read(pixels, source);
        }
        for (var clipped : element.clipped()) {
            draw(clipped, source, true);
        }
        canvas.draw(source, element.mode(), coverage, atop);
    }

    /// The layers of such a group are drawn as if they were not in a group; mask and opacity count for their
    /// result.
    private void passThrough(Group group, Canvas canvas, Area part, float[] coverage) throws IOException {
        boolean whole = true;
        for (float share : coverage) {
            whole &= share == 1;
        }
        if (whole) {
            draw(group.elements(), canvas);
            return;
        }
        Canvas before = canvas.copy();
        draw(group.elements(), canvas);
        canvas.fade(before, part, coverage);
    }

    /// How much of each pixel counts: opacity, fill and mask.
    private float[] coverage(Element element, Area part) throws IOException {
        var coverage = new float[Math.toIntExact(part.pixels())];
        Arrays.fill(coverage, element.share());
        var hiding = element.mask();
        if (hiding == null) {
            return coverage;
        }
        Mask mask = hiding.mask();
        var values = new float[coverage.length];
        Arrays.fill(values, mask.background());
        ChannelRows samples = hiding.samples();
        if (samples != null) {
            read(samples, mask.area(), part, values);
        }
        for (int i = 0; i < values.length; i++) {
            coverage[i] *= 1 - mask.density() * (1 - values[i]);
        }
        return coverage;
    }

    private void read(Pixels pixels, Canvas target) throws IOException {
        for (int c = 0; c < colors; c++) {
            read(pixels.colors().get(c), pixels.area(), target.area(), target.color(c));
        }
        ChannelRows coverage = pixels.coverage();
        if (coverage == null) {
            Arrays.fill(target.alpha(), 1);
        } else {
            read(coverage, pixels.area(), target.area(), target.alpha());
        }
    }

    /// Reads the samples that a channel of `stored` has in `part`; where it has none, `target` stays as it is.
    private void read(ChannelRows channel, Area stored, Area part, float[] target) throws IOException {
        Area common = stored.within(part);
        if (common.isEmpty()) {
            return;
        }
        int rowBytes = stored.width() * depth / 8;
        // a layer may be much wider than the document
        int atOnce = Math.clamp(BYTES_AT_ONCE / rowBytes, 1, common.height());
        if (rows.length < atOnce * rowBytes) {
            rows = new byte[atOnce * rowBytes];
        }
        for (int first = common.top(); first < common.bottom(); first += atOnce) {
            int count = Math.min(atOnce, common.bottom() - first);
            channel.read(first - stored.top(), count, rows);
            for (int y = 0; y < count; y++) {
                int from = y * rowBytes + (common.left() - stored.left()) * depth / 8;
                int to = (first + y - part.top()) * part.width() + common.left() - part.left();
                convert(from, target, to, common.width());
            }
        }
    }

    private void convert(int from, float[] target, int to, int count) {
        if (depth == 8) {
            for (int i = 0; i < count; i++) {
                target[to + i] = (rows[from + i] & 0xFF) / maximum;
            }
            return;
        }
        for (int i = 0, at = from; i < count; i++, at += 2) {
            target[to + i] = ((rows[at] & 0xFF) << 8 | (rows[at + 1] & 0xFF)) / maximum;
        }
    }
}
