package io.sluice.imaging.crosscheck;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// A reader of the layers of a PSD as simple as can be: it composes each pixel on its own. What it does not
/// know it takes for a plain layer; the first decoder decides what can be composed at all.
final class PlainLayers implements Closeable {

    private final FileWindow file;
    private final boolean big;
    private final int width;
    private final int depth;
    private final int colors;
    private final Map<Long, Opened> opened = new HashMap<>();
    private List<Layer> layers = List.of();
    private boolean addressable = true;

    /// @param count of colours
    PlainLayers(FileWindow file, boolean big, int width, int depth, int count) {
        this.file = file;
        this.big = big;
        this.width = width;
        this.depth = depth;
        this.colors = count;
    }

    /// A rectangle as the file has it.
    private record Box(int top, int left, int bottom, int right) {

        boolean has(int x, int y) {
            return y >= top && y < bottom && x >= left && x < right;
        }
    }

    /// A layer or group, and what the file says of it.
    private static final class Layer {

        private Box box = new Box(0, 0, 0, 0);
        /// Where the samples of each channel are; first relative to those of the layer.
        private final Map<Integer, Long> channels = new HashMap<>();
        private long bytes;
        private String mode = "norm";
        private double share = 1;
        private boolean clipped;
        private boolean hidden;
        private @Nullable Box mask;
        private double maskOutside;
        private double density = 1;
        private int section;
        private List<Layer> children = List.of();
    }

    /// A channel that was looked at, and the row that was read last.
    private static final class Opened {

        private @Nullable InputStream stream;
        private int next;
        private int row = -1;
        private double[] values = {};
    }

    /// Reads the records at the position of the file, which is that of the number of layers.
    void read() throws IOException {
        int count = Math.abs((short) file.number(2));
        var records = new ArrayList<Layer>();
        for (int i = 0; i < count; i++) {
            records.add(record());
        }
        long at = file.position();
        for (var layer : records) {
            long start = at;
            layer.channels.replaceAll((_, offset) -> start + offset);
            at += layer.bytes;
            for (long channel : layer.channels.values()) {
                file.seek(channel);
                addressable &= file.number(2) < 2;
            }
        }
        Deque<List<Layer>> open = new ArrayDeque<>();
        open.push(new ArrayList<>());
        for (var layer : records) {
            if (layer.section == 3) {
                open.push(new ArrayList<>());
            } else {
                if (layer.section == 1 || layer.section == 2) {
                    layer.children = open.pop();
                }
                open.element().add(layer);
            }
        }
        layers = open.pop();
    }

    private Layer record() throws IOException {
        var layer = new Layer();
        layer.box = box();
        int channels = (int) file.number(2);
        for (int c = 0; c < channels; c++) {
            layer.channels.put((int) (short) file.number(2), layer.bytes);
            layer.bytes += file.number(big ? 8 : 4);
        }
        file.number(4);
        layer.mode = text();
        layer.share = file.u8() / 255.0;
        layer.clipped = file.u8() != 0;
        layer.hidden = (file.u8() & 2) != 0;
        file.u8();
        long end = file.number(4) + file.position();
        mask(layer);
        file.seek(file.number(4) + file.position());
        long name = file.position();
        file.seek(name + (file.u8() / 4 + 1) * 4L);
        while (file.position() + 12 <= end) {
            file.number(4);
            String key = text();
            boolean wide = big && "LMsk Lr16 Lr32 Layr Mt16 Mt32 Mtrn Alph FMsk lnk2 FEid FXid PxSD".contains(key);
            long next = file.number(wide ? 8 : 4);
            next += file.position();
            if (key.equals("lsct") || key.equals("lsdk")) {
                layer.section = (int) file.number(4);
                if (next - file.position() >= 8) {
                    file.number(4);
                    layer.mode = text();
                }
            } else if (key.equals("iOpa")) {
                layer.share *= file.u8() / 255.0;
            }
            file.seek(next);
            if (next % 2 == 1 && next < end && file.u8() == 0) {
                next++;
            }
            file.seek(next);
        }
        file.seek(end);
        return layer;
    }

    private void mask(Layer layer) throws IOException {
        long size = file.number(4);
        long end = size + file.position();
        if (size >= 18) {
            Box box = box();
            layer.maskOutside = file.u8() / 255.0;
            int flags = file.u8();
            file.seek(file.position() + (size >= 36 ? 18 : 0));
            if ((flags & 16) != 0 && file.position() < end) {
                int parts = file.u8();
                if ((parts & 1) != 0) {
                    layer.density = file.u8() / 255.0;
                }
                file.seek(file.position() + ((parts & 2) != 0 ? 8 : 0));
                if ((parts & 4) != 0) {
                    layer.density *= file.u8() / 255.0;
                }
            }
            layer.mask = (flags & 2) == 0 ? box : null;
        }
        file.seek(end);
    }

    private Box box() throws IOException {
        return new Box((int) file.number(4), (int) file.number(4), (int) file.number(4), (int) file.number(4));
    }

    private String text() throws IOException {
        return new String(file.bytes(4), StandardCharsets.US_ASCII);
    }

    /// Whether rows are found without reading those above.
    boolean addressable() {
        return addressable;
    }

    /// Reads the colours and the alpha of each pixel of row `y`.
    double[][] row(int y) throws IOException {
        var pixels = new double[width][];
        for (int x = 0; x < width; x++) {
            pixels[x] = new double[colors + 1];
            draw(layers, x, y, pixels[x]);
        }
        return pixels;
    }

    /// Draws layers over a pixel, whose last number is alpha.
    private void draw(List<Layer> list, int x, int y, double[] pixel) throws IOException {
        for (int i = 0; i < list.size(); i++) {
            Layer base = list.get(i);
            int above = i + 1;
            while (above < list.size() && list.get(above).clipped) {
                above++;
            }
            if (!base.hidden) {
                draw(base, list.subList(i + 1, above), x, y, pixel);
            }
            i = above - 1;
        }
    }

    private void draw(Layer base, List<Layer> clipped, int x, int y, double[] pixel) throws IOException {
        double share = base.share * mask(base, x, y);
        if (base.mode.equals("pass")) {
            double[] before = pixel.clone();
            draw(base.children, x, y, pixel);
            double was = (1 - share) * before[colors];
            double is = share * pixel[colors];
            for (int c = 0; c < colors && was + is > 0; c++) {
                pixel[c] = (was * before[c] + is * pixel[c]) / (was + is);
            }
            pixel[colors] = was + is;
            return;
        }
        double[] own = source(base, x, y);
        for (var layer : clipped) {
            if (!layer.hidden) {
                double[] drawn = source(layer, x, y);
                double alpha = own[colors];
                own[colors] = 1;
                over(own, drawn, layer.mode, layer.share * mask(layer, x, y));
                own[colors] = alpha;
            }
        }
        over(pixel, own, base.mode, share);
    }

    private double[] source(Layer layer, int x, int y) throws IOException {
        var pixel = new double[colors + 1];
        if (layer.section != 0) {
            draw(layer.children, x, y, pixel);
        } else if (layer.box.has(x, y)) {
            for (int c = 0; c < colors; c++) {
                pixel[c] = sample(layer, c, layer.box, x, y);
            }
            pixel[colors] = layer.channels.containsKey(-1) ? sample(layer, -1, layer.box, x, y) : 1;
        }
        return pixel;
    }

    private void over(double[] below, double[] above, String mode, double share) {
        double alpha = above[colors] * share;
        double backdrop = below[colors];
        if (alpha == 0) {
            return;
        }
        double sum = 1 - (1 - alpha) * (1 - backdrop);
        double[] blended = backdrop == 0 ? above : PlainBlending.blend(mode, below, above, colors);
        for (int c = 0; c < colors; c++) {
            double premultiplied = (1 - alpha) * backdrop * below[c]
                    + alpha * (1 - backdrop) * above[c]
                    + alpha * backdrop * blended[c];
            below[c] = premultiplied / sum;
        }
        below[colors] = sum;
    }

    private double mask(Layer layer, int x, int y) throws IOException {
        Box box = layer.mask;
        if (box == null) {
            return 1;
        }
        double value =
                box.has(x, y) && layer.channels.containsKey(-2) ? sample(layer, -2, box, x, y) : layer.maskOutside;
        return 1 - layer.density + layer.density * value;
    }

    private double sample(Layer layer, int channel, Box box, int x, int y) throws IOException {
        Long at = layer.channels.get(channel);
        if (at == null) {
            throw new EOFException();
        }
        Opened state = opened.computeIfAbsent(at, _ -> new Opened());
        int row = y - box.top;
        if (state.row != row) {
            state.values = values(state, at, box, row);
            state.row = row;
        }
        return state.values[x - box.left];
    }

    private double[] values(Opened state, long at, Box box, int row) throws IOException {
        int bytes = (box.right - box.left) * depth / 8;
        int height = box.bottom - box.top;
        file.seek(at);
        int compression = (int) file.number(2);
        byte[] stored = switch (compression) {
            case 0 -> {
                file.seek(at + 2 + (long) row * bytes);
                yield file.bytes(bytes);
            }
            case 1 -> {
                int size = big ? 4 : 2;
                long start = at + 2 + (long) height * size;
                for (int i = 0; i < row; i++) {
                    start += file.number(size);
                }
                int length = (int) Math.min(file.number(size), 2L * bytes + 1024);
                file.seek(start);
                yield new PlainPackBits(new ByteArrayInputStream(file.bytes(length))).readNBytes(bytes);
            }
            default -> {
                InputStream stream = state.stream;
                if (stream == null || row < state.next) {
                    stream = new InflaterInputStream(new BufferedInputStream(file.from(at + 2, false)));
                    state.stream = stream;
                    state.next = 0;
                }
                stream.skipNBytes((long) (row - state.next) * bytes);
                state.next = row + 1;
                yield stream.readNBytes(bytes);
            }
        };
        if (stored.length < bytes) {
            throw new EOFException();
        }
        var values = new double[box.right - box.left];
        int before = 0;
        for (int i = 0; i < values.length; i++) {
            int number = depth == 8 ? stored[i] & 0xFF : (stored[2 * i] & 0xFF) << 8 | (stored[2 * i + 1] & 0xFF);
            if (compression == 3) {
                number = number + before & (1 << depth) - 1;
                before = number;
            }
            values[i] = number / (double) ((1 << depth) - 1);
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        for (var channel : opened.values()) {
            if (channel.stream != null) {
                channel.stream.close();
            }
        }
    }
}
