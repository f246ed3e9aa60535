package io.sluice.imaging.psd.layers;

import io.sluice.imaging.psd.structure.PsdHeader;
import io.sluice.imaging.psd.structure.PsdSections;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One layer as the file has it ("Layer records"), from the bottom to the top of the document; groups are two
/// of them.
///
/// @param number   from 1
/// @param area     of its pixels
/// @param channels where the samples of a channel are, by the channel's id
/// @param blending how it is drawn
/// @param visible  whether it is drawn at all
/// @param mask     `null` when it has none that counts
/// @param extras   what the blocks of its record say
record LayerRecord(
        int number,
        Area area,
        Map<Integer, StoredChannel> channels,
        Blending blending,
        boolean visible,
        @Nullable Mask mask,
        LayerExtras extras) {

    static final int TRANSPARENCY = -1;
    static final int MASK = -2;

    private static final int MOST_LAYERS = 16_384;
    private static final int MOST_CHANNELS = 64;
    private static final int LONGEST_SIDE = 300_000;
    private static final int HIDDEN = 1 << 1;

    /// How the pixels of a layer, or of a group, are drawn.
    ///
    /// @param mode    `null` when it is not known
    /// @param opacity from 0 to 1, of all
    /// @param fill    from 0 to 1, of all but effects
    /// @param clipped whether it is drawn where the next layer below that is not clipped is
    record Blending(@Nullable BlendMode mode, float opacity, float fill, boolean clipped) {}

    /// The samples of one channel in the file, the compression first.
    record StoredChannel(long at, long length) {}

    /// A channel of a record, which says how long it is but not where.
    private record Declared(int id, long length) {}

    /// Reads the records at the cursor, which is at the number of layers.
    ///
    /// @param end of the layer information
    static List<LayerRecord> read(ByteReader in, PsdHeader header, long end) throws Refusal, IOException {
        int count = Math.abs((short) in.u16());
        if (count > MOST_LAYERS) {
            throw in.corrupt("it declares " + count + " layers, at most " + MOST_LAYERS + " are read");
        }
        var records = new ArrayList<LayerRecord>();
        var declared = new ArrayList<List<Declared>>();
        for (int i = 0; i < count; i++) {
            in.step();
            var channels = new ArrayList<Declared>();
            records.add(readOne(in, header, i + 1, channels));
            declared.add(channels);
        }
        long at = in.position();
        for (int i = 0; i < count; i++) {
            for (var channel : declared.get(i)) {
                if (channel.length > end - at) {
                    throw in.corrupt("channel " + channel.id + " of its layer " + (i + 1) + " declares "
                            + channel.length + " bytes at byte " + at + ", " + (end - at) + " are left");
                }
                records.get(i).channels.put(channel.id, new StoredChannel(at, channel.length));
                at += channel.length;
            }
        }
        return records;
    }

    /// Whether the first record at the cursor, which is at the number of layers, is one that makes every
    /// pixel opaque.
    static boolean beginsOpaque(ByteReader in, PsdHeader header) throws Refusal, IOException {
        in.skip(2);
        var channels = new ArrayList<Declared>();
        LayerRecord lowest = readOne(in, header, 1, channels);
        var canvas = new Area(0, 0, header.size().width(), header.size().height());
        return lowest.visible
                && lowest.area.within(canvas).equals(canvas)
                && channels.stream().noneMatch(channel -> channel.id == TRANSPARENCY)
                && lowest.mask == null
                && lowest.extras.obstacle() == null
                && !lowest.extras.vectorMask()
                && !lowest.extras.startsGroup()
                && !lowest.blending.clipped
                && lowest.blending.mode == BlendMode.NORMAL
                && lowest.blending.opacity * lowest.blending.fill == 1;
    }

    private static LayerRecord readOne(ByteReader in, PsdHeader header, int number, List<Declared> declared)
            throws Refusal, IOException {
        Area area = area(in);
        int count = in.u16();
        if (count > MOST_CHANNELS) {
            throw in.corrupt("its layer " + number + " declares " + count + " channels, at most " + MOST_CHANNELS
                    + " are allowed");
        }
        for (int c = 0; c < count; c++) {
            declared.add(new Declared((short) in.u16(), header.length(in)));
        }
        if (!in.startsWith("8BIM")) {
            throw in.corrupt("the record of its layer " + number + " is damaged at byte " + in.position());
        }
        in.skip(4);
        BlendMode mode = BlendMode.of(in.text(4));
        float opacity = in.u8() / 255f;
        boolean clipped = in.u8() != 0;
        boolean visible = (in.u8() & HIDDEN) == 0;
        in.skip(1);
        long length = in.u32();
        in.require(length);
        long end = in.position() + length;
        Mask mask = Mask.read(in);
        boolean allRanges = fullRanges(in);
        int name = in.u8();
        in.skip(Math.clamp(end - in.position(), 0, (name + 4) / 4 * 4 - 1));
        var extras = new LayerExtras(allRanges);
        PsdSections.blocks(in, header, end, 2, (key, size) -> {
            extras.read(in, key, size);
            return true;
        });
        in.seek(end);
        return new LayerRecord(
                number,
                area,
                new HashMap<>(),
                new Blending(mode, opacity, extras.fill(), clipped),
                visible,
                mask,
                extras);
    }

    /// Reads top, left, bottom and right.
    static Area area(ByteReader in) throws Refusal, IOException {
        int top = in.i32();
        int left = in.i32();
        int bottom = in.i32();
        int right = in.i32();
        if ((long) bottom - top > LONGEST_SIDE
                || (long) right - left > LONGEST_SIDE
                || Math.max(Math.abs((long) top), Math.abs((long) left)) > Integer.MAX_VALUE / 4) {
            throw in.corrupt("a layer before byte " + in.position() + " is larger than any document");
        }
        return bottom <= top || right <= left ? Area.EMPTY : new Area(left, top, right, bottom);
    }

    /// "Layer blending ranges": which colours are blended at all. Pairs of a black and a white range.
    private static boolean fullRanges(ByteReader in) throws Refusal, IOException {
        long length = in.u32();
        in.require(length);
        long end = in.position() + length;
        boolean full = true;
        while (end - in.position() >= 4) {
            in.step();
            full &= in.u16() == 0 && in.u16() == 0xFFFF;
        }
        in.seek(end);
        return full;
    }
}
