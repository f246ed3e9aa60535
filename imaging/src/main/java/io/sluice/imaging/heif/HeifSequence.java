package io.sluice.imaging.heif;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.IsoBox;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.List;

/// An image sequence: the first picture track of a `moov` box (ISO/IEC 14496-12, 8.2 to 8.6; ISO/IEC
/// 23008-12, 7).
final class HeifSequence {

    private final ByteReader in;
    private long width;
    private long height;
    private long frames;
    private int bits;
    private boolean icc;
    private boolean alpha;
    private Track track = new Track();

    /// The data of one `trak` box.
    private static final class Track {
        private String handler = "";
        private long width;
        private long height;
        private long samples;
        private int bits;
        private boolean icc;
        private boolean auxiliaryAlpha;
    }

    private HeifSequence(ByteReader in) {
        this.in = in;
    }

    static HeifSequence read(ByteReader in, IsoBox movie) throws Refusal, IOException {
        var sequence = new HeifSequence(in);
        movie.children(in, movie.start(), box -> {
            if (box.is("trak")) {
                sequence.track(box);
            }
        });
        if (sequence.frames < 1 || sequence.frames > Integer.MAX_VALUE) {
            throw in.corrupt("its sequence has " + sequence.frames + " pictures");
        }
        return sequence;
    }

    private void track(IsoBox trak) throws Refusal, IOException {
        track = new Track();
        trak.children(in, trak.start(), this::inTrack);
        if (track.handler.equals("auxv")) {
            alpha |= track.auxiliaryAlpha;
        } else if (frames == 0 && (track.handler.equals("pict") || track.handler.equals("vide"))) {
            width = track.width;
            height = track.height;
            frames = track.samples;
            bits = track.bits;
            icc = track.icc;
        }
    }

    /// Nesting is fixed by the names below, so that the recursion ends.
    private void inTrack(IsoBox box) throws Refusal, IOException {
        if (box.is("mdia")) {
            box.children(in, box.start(), this::inMedia);
        }
    }

    private void inMedia(IsoBox box) throws Refusal, IOException {
        switch (ByteReader.name(box.type())) {
            case "hdlr" -> {
                box.versionAndFlags(in);
                in.skip(4);
                track.handler = in.text(4);
            }
            case "minf" ->
                box.children(in, box.start(), inner -> {
                    if (inner.is("stbl")) {
                        inner.children(in, inner.start(), this::inSampleTable);
                    }
                });
            default -> {}
        }
    }

    private void inSampleTable(IsoBox box) throws Refusal, IOException {
        switch (ByteReader.name(box.type())) {
            case "stsz", "stz2" -> {
                box.versionAndFlags(in);
                in.skip(4);
                track.samples = in.u32();
            }
            case "stsd" -> {
                box.versionAndFlags(in);
                in.skip(4);
                var entry = IsoBox.next(in, box.end());
                in.skip(24); // up to the dimensions of a VisualSampleEntry (ISO/IEC 14496-12, 12.1.3)
                track.width = in.u16();
                track.height = in.u16();
                entry.children(in, entry.start() + 78, this::configuration);
            }
            default -> {}
        }
    }

    private void configuration(IsoBox box) throws Refusal, IOException {
        var properties = HeifProperties.read(in, 0, List.of(box));
        track.bits = Math.max(track.bits, properties.bits());
        track.icc |= properties.icc();
        track.auxiliaryAlpha |= properties.alpha();
    }

    long width() {
        return width;
    }

    long height() {
        return height;
    }

    int frames() {
        return (int) frames;
    }

    int bits() {
        return bits;
    }

    boolean icc() {
        return icc;
    }

    boolean alpha() {
        return alpha;
    }
}
