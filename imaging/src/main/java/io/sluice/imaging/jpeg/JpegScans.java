package io.sluice.imaging.jpeg;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The scans of a JPEG without an end marker, decoded only to check whether all blocks of the picture exist.
/// Data after them, such as a trailer of the camera, is not read.
///
/// It reads sequential and progressive Huffman coding (ITU-T T.81, annexes F and G) and keeps of each
/// coefficient only whether it is zero.
final class JpegScans {

    private static final int SOF_BASELINE = 0xC0;
    private static final int SOF_EXTENDED = 0xC1;
    private static final int SOF_PROGRESSIVE = 0xC2;
    private static final int DHT = 0xC4;
    private static final int SOS = 0xDA;
    private static final int DRI = 0xDD;
    private static final int RST0 = 0xD0;
    private static final int SOI = 0xD8;
    private static final int TEM = 0x01;

    private static final int BLOCK = 64;
    private static final int END_OF_BAND_RUNS = 15;

    /// Maximum number of bytes for the record of coefficients of a progressive image that are not zero.
    private static final long MOST_BYTES = 64L << 20;

    /// Maximum number of decoded bytes of entropy-coded data; more would take too long.
    private static final long MOST_DATA_BYTES = 64L << 20;

    private final ByteReader in;
    private long dataLeft = MOST_DATA_BYTES;
    private final JpegCode[] dc = new JpegCode[4];
    private final JpegCode[] ac = new JpegCode[4];
    private List<Component> components = List.of();
    private boolean progressive;
    private int restartInterval;
    private int widestSampling;
    private int highestSampling;
    private int width;
    private int height;

    private static final class Component {
        private final int id;
        private final int across;
        private final int down;
        private int blocksAcross;
        private int blocksDown;
        private int stride;
        /// For progressive images: a bit for each coefficient of each block.
        private long[] nonZero = {};

        private boolean complete;

        private Component(int id, int sampling) {
            this.id = id;
            across = sampling >> 4;
            down = sampling & 15;
        }
    }

    /// The data of a scan header (T.81, B.2.3).
    private record Scan(List<Part> parts, int from, int to, int high) {}

    /// A component of a scan.
    ///
    /// @param dcCode number of the code of its DC coefficients
    /// @param acCode number of the code of its other coefficients
    private record Part(Component component, int dcCode, int acCode) {}

    private JpegScans(ByteReader in) {
        this.in = in;
    }

    /// Returns whether the file has all blocks of all components. Moves the cursor.
    ///
    /// @param lines height of the image
    static boolean whole(ByteReader in, int lines) throws IOException {
        try {
            return new JpegScans(in).walk(lines);
        } catch (Refusal _) {
            return false;
        }
    }

    private boolean walk(int lines) throws Refusal, IOException {
        in.seek(2);
        while (in.remaining() >= 2 && in.u8() == 0xFF) {
            int marker = in.u8();
            if (marker == 0xFF) {
                in.seek(in.position() - 1);
            } else if (marker == 0) {
                break;
            } else if (marker != TEM && (marker < RST0 || marker > SOI) && !segment(marker, lines)) {
                return false;
            }
        }
        return !components.isEmpty() && components.stream().allMatch(component -> component.complete);
    }

    /// Reads one segment, and the data after a scan header; returns false when the picture is known to be
    /// incomplete.
    private boolean segment(int marker, int lines) throws Refusal, IOException {
        long end = in.position() + in.u16();
        if (end > in.size()) {
            in.seek(in.size());
            return true; // no segment any more
        }
        switch (marker) {
            case SOF_BASELINE, SOF_EXTENDED, SOF_PROGRESSIVE -> frame(marker == SOF_PROGRESSIVE, lines);
            case DHT -> {
                while (in.position() < end) {
                    int destination = in.u8();
                    (destination >> 4 == 0 ? dc : ac)[destination & 3] = JpegCode.read(in);
                }
            }
            case DRI -> restartInterval = in.u16();
            case SOS -> {
                Scan scan = scan();
                in.seek(end);
                return decode(scan);
            }
            default -> {}
        }
        in.seek(end);
        return true;
    }

    private void frame(boolean isProgressive, int lines) throws Refusal, IOException {
        progressive = isProgressive;
        in.skip(3);
        height = lines;
        width = in.u16();
        var list = new ArrayList<Component>();
        for (int left = in.u8(); left > 0; left--) {
            list.add(new Component(in.u8(), in.u8()));
            in.skip(1);
        }
        widestSampling = list.stream().mapToInt(c -> c.across).max().orElse(1);
        highestSampling = list.stream().mapToInt(c -> c.down).max().orElse(1);
        long bytes = 0;
        for (var component : list) {
            component.blocksAcross = Math.ceilDiv(Math.ceilDiv(width * component.across, widestSampling), 8);
            component.blocksDown = Math.ceilDiv(Math.ceilDiv(height * component.down, highestSampling), 8);
            component.stride = unitsAcross() * component.across;
            bytes += 8L * component.stride * unitsDown() * component.down;
        }
        if (progressive) {
            if (bytes > MOST_BYTES) {
                throw in.corrupt("it has too many coefficients");
            }
            for (var component : list) {
                component.nonZero = new long[component.stride * unitsDown() * component.down];
            }
        }
        components = list;
    }

    private int unitsAcross() {
        return Math.ceilDiv(width, 8 * widestSampling);
    }

    private int unitsDown() {
        return Math.ceilDiv(height, 8 * highestSampling);
    }

    private Scan scan() throws Refusal, IOException {
        int count = in.u8();
        var of = new ArrayList<Part>();
        for (int i = 0; i < count; i++) {
            int id = in.u8();
            int codes = in.u8();
            for (var component : components) {
                if (component.id == id) {
                    of.add(new Part(component, codes >> 4 & 3, codes & 3));
                    break;
                }
            }
        }
        int from = in.u8();
        int to = in.u8();
        int high = in.u8() >> 4;
        if (of.size() != count || count == 0 || from > to || to >= BLOCK) {
            throw in.corrupt("a scan header is not valid");
        }
        return new Scan(of, from, to, high);
    }

    private boolean decode(Scan scan) throws Refusal, IOException {
        var data = new Data(scan);
        boolean single = scan.parts.size() == 1;
        Component first = scan.parts.getFirst().component;
        int across = single ? first.blocksAcross : unitsAcross();
        int units = Math.multiplyExact(across, single ? first.blocksDown : unitsDown());
        for (int unit = 0; unit < units; unit++) {
            if (unit > 0 && restartInterval > 0 && unit % restartInterval == 0 && !data.restart()) {
                return false;
            }
            if (single) {
                if (!data.block(scan.parts.getFirst(), unit % across, unit / across)) {
                    return false;
                }
                continue;
            }
            for (var part : scan.parts) {
                Component component = part.component;
                for (int b = 0; b < component.across * component.down; b++) {
                    int x = unit % across * component.across + b % component.across;
                    int y = unit / across * component.down + b / component.across;
                    if (!data.block(part, x, y)) {
                        return false;
                    }
                }
            }
        }
        // the first scan of a progressive image covers the whole picture
        scan.parts.forEach(part -> part.component.complete = true);
        dataLeft = data.bits.left();
        return true;
    }

    /// The entropy-coded data of one scan.
    private final class Data {

        private final Scan scan;
        private final JpegBits bits = new JpegBits(in, dataLeft);
        private int endOfBandRun;

        Data(Scan scan) {
            this.scan = scan;
        }

        boolean restart() throws Refusal, IOException {
            endOfBandRun = 0;
            return bits.restart();
        }

        /// Decodes a block; returns `false` when the data ends before or is not valid.
        boolean block(Part part, int x, int y) throws Refusal, IOException {
            if (!in.mayDecode(BLOCK)) {
                return false;
            }
            if (!progressive) {
                return dcFirst(part) && sequentialAc(part);
            }
            if (scan.from == 0) {
                return scan.high > 0 ? bits.next(1) >= 0 : dcFirst(part);
            }
            int at = y * part.component.stride + x;
            return scan.high > 0 ? acRefined(part, at) : acFirst(part, at);
        }

        private boolean dcFirst(Part part) throws Refusal, IOException {
            int length = next(dc[part.dcCode]);
            return length >= 0 && length <= 16 && (length == 0 || bits.next(length) >= 0);
        }

        private int next(JpegCode code) throws Refusal, IOException {
            return code == null ? JpegBits.NONE : code.next(bits);
        }

        private boolean sequentialAc(Part part) throws Refusal, IOException {
            JpegCode code = ac[part.acCode];
            for (int k = 1; k < BLOCK; ) {
                int value = next(code);
                if (value < 0) {
                    return false;
                }
                int length = value & 15;
                if (length == 0) {
                    if (value >> 4 < 15) {
                        return true;
                    }
                    k += 16;
                } else {
                    k += (value >> 4) + 1;
                    if (k > BLOCK || bits.next(length) < 0) {
                        return false;
                    }
                }
            }
            return true;
        }

        private boolean acFirst(Part part, int at) throws Refusal, IOException {
            if (endOfBandRun > 0) {
                endOfBandRun--;
                return true;
            }
            JpegCode code = ac[part.acCode];
            for (int k = scan.from; k <= scan.to; k++) {
                int value = next(code);
                int length = value & 15;
                if (value < 0) {
                    return false;
                }
                int run = value >> 4;
                if (length == 0 && run < END_OF_BAND_RUNS) {
                    return startRun(run, 1);
                }
                k += run;
                if (length > 0) {
                    if (k >= BLOCK || bits.next(length) < 0) {
                        return false;
                    }
                    part.component.nonZero[at] |= 1L << k;
                }
            }
            return true;
        }

        /// Reads the length of a run of blocks whose bands have ended, of which `done` are already counted.
        private boolean startRun(int lengthBits, int done) throws Refusal, IOException {
            int more = lengthBits == 0 ? 0 : bits.next(lengthBits);
            endOfBandRun = (1 << lengthBits) + more - done;
            return more >= 0;
        }

        /// Reads one more bit of every coefficient that is not zero, between new ones (T.81, G.1.2.3).
        private boolean acRefined(Part part, int at) throws Refusal, IOException {
            int k = scan.from;
            JpegCode code = ac[part.acCode];
            while (endOfBandRun == 0 && k <= scan.to) {
                int value = next(code);
                if (value < 0) {
                    return false;
                }
                int run = value >> 4;
                boolean coefficient = (value & 15) != 0;
                if (!coefficient && run < END_OF_BAND_RUNS) {
                    if (!startRun(run, 0)) {
                        return false;
                    }
                    break;
                }
                if (coefficient && bits.next(1) < 0) {
                    return false;
                }
                for (; k <= scan.to; k++) {
                    if ((part.component.nonZero[at] >> k & 1) != 0) {
                        if (bits.next(1) < 0) {
                            return false;
                        }
                    } else if (run-- == 0) {
                        break;
                    }
                }
                if (coefficient && k <= scan.to) {
                    part.component.nonZero[at] |= 1L << k;
                }
                k++;
            }
            if (endOfBandRun > 0) {
                long left = part.component.nonZero[at] & -1L << k & -1L >>> (BLOCK - 1 - scan.to);
                for (int i = k > scan.to ? 0 : Long.bitCount(left); i > 0; i--) {
                    if (bits.next(1) < 0) {
                        return false;
                    }
                }
                endOfBandRun--;
            }
            return true;
        }
    }
}
