package io.sluice.imaging.crosscheck;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// A reader of the merged image of a PSD or PSB as simple as can be, after Adobe's "Photoshop File Formats
/// Specification".
final class PlainPsd implements SecondReader {

    private static final int BITMAP = 0;
    private static final int INDEXED = 2;
    private static final int CMYK = 4;
    private static final int MULTICHANNEL = 7;
    private static final int LAB = 9;
    private static final int ICC_PROFILE = 1039;
    private static final int TRANSPARENT_INDEX = 1047;
    private static final int VERSION_INFO = 1057;

    private final FileWindow file;
    private final boolean big;
    private final int channels;
    private final int width;
    private final int height;
    private final int depth;
    private final int mode;
    private final int colors;
    private final int alpha;
    private final int compression;
    private final long data;
    private byte[] table = {};
    private boolean profile;
    private int transparentIndex = -1;
    private boolean merged = true;
    /// Where the number of layers is, -1 when there are none.
    private long layersAt = -1;
    private @Nullable PlainLayers composed;
    private long[] rows = {};
    private InputStream[] planes = {};
    private int nextRow;

    private PlainPsd(FileWindow file) throws IOException {
        this.file = file;
        file.seek(4);
        big = (int) file.number(2) == 2;
        file.seek(12);
        channels = (int) file.number(2);
        height = (int) file.number(4);
        width = (int) file.number(4);
        depth = (int) file.number(2);
        mode = (int) file.number(2);
        int tableBytes = (int) file.number(4);
        long tableAt = file.position();
        if (mode == INDEXED) {
            table = file.bytes(768);
        }
        file.seek(tableAt + Integer.toUnsignedLong(tableBytes));
        resources();
        long section = length(big);
        long sectionAt = file.position();
        boolean transparent = section > 0 && transparency(sectionAt + section);
        colors = switch (mode) {
            case 3, LAB -> 3;
            case CMYK -> 4;
            case MULTICHANNEL -> channels >= 4 ? 4 : channels == 3 ? 3 : 1;
            default -> 1;
        };
        alpha = transparent && channels > colors && mode != MULTICHANNEL ? colors : -1;
        file.seek(sectionAt + section);
        compression = (int) file.number(2);
        data = file.position();
        if (width < 1 || height < 1 || channels < colors || compression > 3) {
            throw new IOException("not a PSD that can be read plainly");
        }
        if (!merged && layersAt >= 0) {
            composed = new PlainLayers(file, big, width, depth, colors);
            file.seek(layersAt);
            composed.read();
        } else if (compression == 1) {
            locateRows();
        }
    }

    static PlainPsd open(Path path) throws IOException {
        var file = FileWindow.open(path);
        try {
            return new PlainPsd(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private long length(boolean wide) throws IOException {
        return file.number(wide ? 8 : 4);
    }

    private void resources() throws IOException {
        long bytes = length(false);
        long end = file.position() + bytes;
        while (file.position() + 12 <= end) {
            file.seek(file.position() + 4);
            int id = (int) file.number(2);
            int name = file.u8();
            file.seek(file.position() + name + (name % 2 == 0 ? 1 : 0));
            long size = length(false);
            long next = file.position() + size + size % 2;
            if (id == TRANSPARENT_INDEX && size >= 2) {
                transparentIndex = (int) file.number(2);
            }
            if (id == VERSION_INFO && size >= 5) {
                merged = file.bytes(5)[4] != 0;
            }
            profile |= id == ICC_PROFILE;
            file.seek(next);
        }
        file.seek(end);
    }

    /// A negative number of layers, or a block that says so.
    private boolean transparency(long end) throws IOException {
        long layers = length(big);
        long behind = file.position() + layers;
        if (layers >= 2 && counted()) {
            return true;
        }
        file.seek(behind);
        if (behind + 4 > end) {
            return false;
        }
        file.seek(behind + 4 + length(false));
        boolean transparent = false;
        while (file.position() + 12 <= end) {
            long at = file.position();
            byte[] name = file.bytes(8);
            var text = new String(name, StandardCharsets.US_ASCII);
            if (!text.startsWith("8B")) {
                break;
            }
            String key = text.substring(4);
            boolean wide = big && "LMsk Lr16 Lr32 Layr Mt16 Mt32 Mtrn Alph FMsk lnk2 FEid FXid PxSD".contains(key);
            long size = length(wide);
            long content = file.position();
            boolean count = key.equals("Lr16") || key.equals("Lr32") || key.equals("Layr");
            transparent |= key.equals("Mtrn") || key.equals("Mt16") || key.equals("Mt32");
            transparent |= count && size >= 2 && counted();
            file.seek(next(at, content + size, end));
        }
        return transparent;
    }

    /// Whether the number of layers at this position is negative, which makes the first extra channel
    /// transparency.
    private boolean counted() throws IOException {
        long at = file.position();
        long number = file.number(2);
        layersAt = number == 0 || layersAt >= 0 ? layersAt : at;
        return number >= 0x8000;
    }

    /// Blocks are padded to four bytes, but not by all writers.
    private long next(long block, long end, long last) throws IOException {
        for (long at : new long[] {end, (end + 3) / 4 * 4, block + (end - block + 3) / 4 * 4}) {
            if (at + 2 <= last) {
                file.seek(at);
                if ((int) file.number(2) == 0x3842) {
                    return at;
                }
            }
        }
        return last;
    }

    private void locateRows() throws IOException {
        int count = Math.multiplyExact(used(), height);
        int size = big ? 4 : 2;
        byte[] lengths = file.bytes(Math.multiplyExact(count, size));
        rows = new long[count + 1];
        rows[0] = data + (long) channels * height * size;
        for (int i = 0; i < count; i++) {
            int at = i * size;
            long length = 0;
            for (int b = 0; b < size; b++) {
                length = length << 8 | (lengths[at + b] & 0xFF);
            }
            rows[i + 1] = rows[i] + length;
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int blockHeight() {
        return height;
    }

    @Override
    public boolean addressable() {
        return composed == null ? compression < 2 : composed.addressable();
    }

    @Override
    public boolean sequential() {
        return true;
    }

    @Override
    public Rules rules() {
        boolean cmyk = mode == CMYK || (mode == MULTICHANNEL && colors == 4);
        // colours that pass through a profile, and L*a*b*, are not converted here
        boolean managed = (profile && cmyk) || mode == LAB || (profile && depth == 32);
        if (composed != null) {
            // of 8 bits the first decoder rounds the result
            return new Rules(cmyk ? 400 : depth > 8 ? 40 : 200, false, managed ? Colors.UNKNOWN : Colors.VALUES);
        }
        return new Rules(cmyk ? 400 : depth > 8 ? 2 : 130, false, managed ? Colors.UNKNOWN : Colors.VALUES);
    }

    @Override
    public void row(int y, double[] rgba) throws IOException {
        if (composed != null) {
            compose(composed.row(y), rgba);
            return;
        }
        var values = new double[used()][];
        for (int channel = 0; channel < values.length; channel++) {
            values[channel] = values(compression < 2 ? stored(channel, y) : inflated(channel, y));
        }
        nextRow = y + 1;
        for (int x = 0; x < width; x++) {
            for (int c = 0; c < 3; c++) {
                rgba[4 * x + c] = switch (mode) {
                    case BITMAP -> 1 - values[0][x];
                    case INDEXED -> (table[256 * c + (int) values[0][x]] & 0xFF) / 255.0;
                    default -> {
                        double color = values[Math.min(c, colors - 1)][x];
                        yield colors == 4 ? color * values[3][x] : color;
                    }
                };
            }
            boolean hidden = mode == INDEXED && (int) values[0][x] == transparentIndex;
            rgba[4 * x + 3] = hidden ? 0 : alpha < 0 ? 1 : values[alpha][x];
        }
    }

    private void compose(double[][] pixels, double[] rgba) {
        for (int x = 0; x < width; x++) {
            for (int c = 0; c < 3; c++) {
                double color = pixels[x][Math.min(c, colors - 1)];
                rgba[4 * x + c] = colors == 4 ? color * pixels[x][3] : color;
            }
            rgba[4 * x + 3] = pixels[x][colors];
        }
    }

    /// Channels that make the picture.
    private int used() {
        return alpha < 0 ? colors : colors + 1;
    }

    private int rowBytes() {
        return Math.ceilDiv(width * depth, 8);
    }

    private byte[] stored(int channel, int y) throws IOException {
        if (compression == 0) {
            file.seek(data + ((long) channel * height + y) * rowBytes());
            return file.bytes(rowBytes());
        }
        int index = channel * height + y;
        file.seek(rows[index]);
        byte[] packed = file.bytes((int) Math.min(rows[index + 1] - rows[index], 2L * rowBytes() + 1024));
        return whole(new PlainPackBits(new ByteArrayInputStream(packed)));
    }

    private byte[] inflated(int channel, int y) throws IOException {
        if (planes.length == 0 || y < nextRow) {
            closePlanes();
            planes = new InputStream[used()];
            for (int c = 0; c < planes.length; c++) {
                planes[c] = new InflaterInputStream(new BufferedInputStream(file.from(data, false)));
                planes[c].skipNBytes((long) c * height * rowBytes());
            }
            nextRow = 0;
        }
        planes[channel].skipNBytes((long) (y - nextRow) * rowBytes());
        byte[] row = whole(planes[channel]);
        int size = depth / 8;
        for (int i = size; compression == 3 && i < row.length; i += size) {
            int sum = 0;
            int before = 0;
            for (int b = 0; b < size; b++) {
                sum = sum << 8 | (row[i + b] & 0xFF);
                before = before << 8 | (row[i + b - size] & 0xFF);
            }
            sum += before;
            for (int b = size - 1; b >= 0; b--, sum >>= 8) {
                row[i + b] = (byte) sum;
            }
        }
        return row;
    }

    private byte[] whole(InputStream in) throws IOException {
        byte[] row = in.readNBytes(rowBytes());
        if (row.length < rowBytes()) {
            throw new EOFException();
        }
        return row;
    }

    private double[] values(byte[] row) {
        var values = new double[width];
        for (int x = 0; x < width; x++) {
            values[x] = switch (depth) {
                case 1 -> row[x / 8] >> (7 - x % 8) & 1;
                case 8 -> mode == INDEXED ? row[x] & 0xFF : (row[x] & 0xFF) / 255.0;
                case 16 -> ((row[2 * x] & 0xFF) << 8 | (row[2 * x + 1] & 0xFF)) / 65_535.0;
                default -> {
                    int number = 0;
                    for (int b = 0; b < 4; b++) {
                        number = number << 8 | (row[4 * x + b] & 0xFF);
                    }
                    yield Math.clamp(Float.intBitsToFloat(number), 0, 1);
                }
            };
        }
        return values;
    }

    private void closePlanes() throws IOException {
        for (var plane : planes) {
            plane.close();
        }
        planes = new InputStream[0];
    }

    @Override
    public void close() throws IOException {
        closePlanes();
        if (composed != null) {
            composed.close();
        }
        file.close();
    }
}
