package io.sluice.imaging.cell;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Target;
import io.sluice.imaging.crosscheck.Crosscheck.Extent;
import io.sluice.imaging.decode.HeapTooSmallException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;

/// What a cell and its owner say to each other over the cell's standard input and output. Both run the same
/// classes, so there is one version of it.
final class CellProtocol {

    /// What a cell says once, when it is ready for requests.
    static final int READY = 0x534C5543;

    private static final int CONVERTED = 0;
    private static final int REFUSED = 1;
    private static final int FAILED = 2;
    private static final int HEAP_TOO_SMALL = 3;
    /// Longest text, well below what `writeUTF` takes.
    private static final int LONGEST_TEXT = 4000;

    private CellProtocol() {}

    /// One conversion to be done.
    record Request(
            Path source,
            ImageFormat format,
            Target target,
            Path destination,
            long maxPixels,
            long largestHeap,
            Extent extent) {

        void write(DataOutputStream out) throws IOException {
            out.writeUTF(source.toString());
            out.writeUTF(format.name());
            out.writeUTF(target.name());
            out.writeUTF(destination.toString());
            out.writeLong(maxPixels);
            out.writeLong(largestHeap);
            out.writeUTF(extent.name());
            out.flush();
        }

        static Request read(DataInputStream in) throws IOException {
            return new Request(
                    Path.of(in.readUTF()),
                    ImageFormat.valueOf(in.readUTF()),
                    Target.valueOf(in.readUTF()),
                    Path.of(in.readUTF()),
                    in.readLong(),
                    in.readLong(),
                    Extent.valueOf(in.readUTF()));
        }
    }

    static void write(DataOutputStream out, Conversion conversion) throws IOException {
        switch (conversion) {
            case Conversion.Converted converted -> {
                out.writeByte(CONVERTED);
                out.writeUTF(converted.format().name());
                out.writeLong(converted.bytes());
                out.writeInt(converted.width());
                out.writeInt(converted.height());
                out.writeBoolean(converted.opaque());
                out.writeUTF(converted.pixelDigest());
                out.writeInt(converted.notes().size());
                for (var note : converted.notes()) {
                    out.writeUTF(shortened(note));
                }
            }
            case Conversion.Refused(Rejection.ConversionFailed(var format, var detail)) -> {
                out.writeByte(REFUSED);
                out.writeUTF(format);
                out.writeUTF(shortened(detail));
            }
            case Conversion.Refused(var reason) ->
                throw new IllegalArgumentException("a converter does not refuse for " + reason);
        }
        out.flush();
    }

    /// Something around the conversion failed, not the image.
    static void writeFailure(DataOutputStream out, String message) throws IOException {
        out.writeByte(FAILED);
        out.writeUTF(shortened(message));
        out.flush();
    }

    /// A cell with so much heap could do it, this one cannot.
    static void writeNeed(DataOutputStream out, long heapBytes) throws IOException {
        out.writeByte(HEAP_TOO_SMALL);
        out.writeLong(heapBytes);
        out.flush();
    }

    /// @throws CellFailure           when the cell says so
    /// @throws HeapTooSmallException when the cell says so
    static Conversion readConversion(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case CONVERTED -> {
                var format = ImageFormat.valueOf(in.readUTF());
                long bytes = in.readLong();
                int width = in.readInt();
                int height = in.readInt();
                boolean opaque = in.readBoolean();
                var digest = in.readUTF();
                var notes = new ArrayList<String>();
                for (int left = in.readInt(); left > 0; left--) {
                    notes.add(in.readUTF());
                }
                yield new Conversion.Converted(format, bytes, width, height, opaque, digest, notes);
            }
            case REFUSED -> new Conversion.Refused(new Rejection.ConversionFailed(in.readUTF(), in.readUTF()));
            case HEAP_TOO_SMALL -> throw new HeapTooSmallException(in.readLong());
            case FAILED -> throw new CellFailure(in.readUTF());
            default -> throw new IOException("a cell answered with " + kind);
        };
    }

    /// A cell is well, but could not read or write a file.
    static final class CellFailure extends IOException {
        CellFailure(String message) {
            super(message);
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
