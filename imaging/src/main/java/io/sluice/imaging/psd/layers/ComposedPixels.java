package io.sluice.imaging.psd.layers;

import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.psd.structure.PsdHeader;
import io.sluice.imaging.psd.structure.PsdSections;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.samples.SampleConversion;
import io.sluice.imaging.samples.SampleFormat;
import io.sluice.imaging.samples.SampleFormat.Color;
import io.sluice.imaging.samples.SampleFormat.Kind;
import io.sluice.imaging.samples.SampleRange;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The picture of a document as its layers make it, composed band by band.
public final class ComposedPixels implements PixelSource {

    /// Of a band: the picture of a group of this size takes at most 2.5 MB.
    private static final int PIXELS_AT_ONCE = 1 << 17;

    private final FileBytes file;
    private final PsdHeader header;
    private final List<Element> elements;
    private final SampleFormat format;
    private final SampleConversion conversion;
    private final Composer composer;

    private ComposedPixels(
            FileBytes file,
            PsdHeader header,
            List<Element> elements,
            SampleFormat format,
            SampleConversion conversion) {
        this.file = file;
        this.header = header;
        this.elements = elements;
        this.format = format;
        this.conversion = conversion;
        composer = new Composer(format.color().samples(), format.bits());
    }

    /// Opens the layers of a document.
    ///
    /// @param file closed together with the pixels
    /// @param in   its cursor is at the layer and mask section
    /// @throws UndecodableException when a layer needs what is not understood
    public static ComposedPixels open(FileBytes file, ByteReader in, PsdHeader header, Annotations annotations)
            throws IOException {
        SampleFormat format = format(header);
        List<LayerRecord> layers;
        try {
            layers = records(in, header);
        } catch (Refusal damaged) {
            throw LayerTree.impossible("its layers are damaged (" + damaged.detail() + ")");
        }
        return new ComposedPixels(
                file,
                header,
                LayerTree.of(file, header, layers),
                format,
                SampleConversion.of(format, header.size().height(), annotations, SampleRange.USUAL));
    }

    /// Whether the lowest layer makes every pixel opaque: it is a background, whatever is above it. The
    /// cursor of `in` is at the layer and mask section.
    public static boolean opaque(ByteReader in, PsdHeader header) throws Refusal, IOException {
        return PsdSections.enterLayers(in, header) >= 0 && LayerRecord.beginsOpaque(in, header);
    }

    private static List<LayerRecord> records(ByteReader in, PsdHeader header) throws Refusal, IOException {
        long end = PsdSections.enterLayers(in, header);
        return end < 0 ? List.of() : LayerRecord.read(in, header, end);
    }

    private static SampleFormat format(PsdHeader header) throws UndecodableException {
        Color color = switch (header.mode()) {
            case PsdHeader.GRAYSCALE, PsdHeader.DUOTONE -> Color.GRAY;
            case PsdHeader.RGB -> Color.RGB;
            case PsdHeader.CMYK -> Color.INVERTED_CMYK;
            default -> throw LayerTree.impossible("its color space is " + header.colorSpace());
        };
        if (header.depth() != 8 && header.depth() != 16) {
            throw LayerTree.impossible("its samples have " + header.depth() + " bits");
        }
        return new SampleFormat(
                header.size().width(),
                color.samples() + 1,
                header.depth(),
                Kind.UNSIGNED,
                color,
                color.samples(),
                false,
                null);
    }

    public Annotations annotations() {
        return conversion.annotations();
    }

    public List<String> notes() {
        return conversion.notes();
    }

    @Override
    public PixelLayout layout() {
        return conversion.layout();
    }

    @Override
    public int bandRows() {
        return Math.clamp(
                PIXELS_AT_ONCE / header.size().width(), 1, header.size().height());
    }

    @Override
    public boolean concurrent() {
        return false;
    }

    @Override
    public byte[] band(int index) throws IOException {
        int first = index * bandRows();
        int count = rowsOf(index);
        var canvas = new Canvas(
                new Area(0, first, header.size().width(), first + count),
                format.color().samples());
        composer.draw(elements, canvas);
        return conversion.convert(samples(canvas), count);
    }

    /// The interleaved samples of a canvas, big-endian; what is transparent is black.
    private byte[] samples(Canvas canvas) {
        int colors = canvas.colors();
        float maximum = (1 << format.bits()) - 1;
        int bytes = format.bits() / 8;
        float[] alpha = canvas.alpha();
        var rows = new byte[Math.multiplyExact(alpha.length, (colors + 1) * bytes)];
        for (int c = 0; c <= colors; c++) {
            float[] plane = c == colors ? alpha : canvas.color(c);
            int step = (colors + 1) * bytes;
            for (int i = 0, to = c * bytes; i < plane.length; i++, to += step) {
                int sample = Math.round(alpha[i] == 0 ? 0 : plane[i] * maximum);
                if (bytes == 2) {
                    rows[to] = (byte) (sample >> 8);
                    rows[to + 1] = (byte) sample;
                } else {
                    rows[to] = (byte) sample;
                }
            }
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        closeAll(elements);
        file.close();
    }

    private static void closeAll(List<Element> elements) {
        for (var element : elements) {
            switch (element.content()) {
                case Element.Group group -> closeAll(group.elements());
                case Element.Pixels pixels -> {
                    pixels.colors().forEach(ChannelRows::close);
                    close(pixels.coverage());
                }
            }
            var mask = element.mask();
            close(mask == null ? null : mask.samples());
            closeAll(element.clipped());
        }
    }

    private static void close(@Nullable ChannelRows rows) {
        if (rows != null) {
            rows.close();
        }
    }
}
