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

/// The protocol between a cell and its owner on the cell's standard input and output. Both run the same
/// classes, so it has no versions.
final class CellProtocol {

    /// Sent once by a cell that is ready for requests.
    static final int READY = 0x534C5543;

    private static final int CONVERT = 0;
    private static final int PREVIEW = 1;

    private static final int CONVERTED = 0;
    private static final int REFUSED = 1;
    private static final int FAILED = 2;
    private static final int HEAP_TOO_SMALL = 3;
    /// Maximum length of a text, much less than the maximum of `writeUTF`.
    private static final int LONGEST_TEXT = 4000;

    private CellProtocol() {}

    /// A request for the work on one image.
    ///
    /// @param source      file of the image
    /// @param format      format of the image
    /// @param destination file of the result
    /// @param maxPixels   an image that has more pixels is refused
    /// @param largestHeap heap of the largest cell that could do this work, in bytes
    /// @param work        what to do
    record Request(Path source, ImageFormat format, Path destination, long maxPixels, long largestHeap, Work work) {

        void write(DataOutputStream out) throws IOException {
            out.writeUTF(source.toString());
            out.writeUTF(format.name());
            out.writeUTF(destination.toString());
            out.writeLong(maxPixels);
            out.writeLong(largestHeap);
            switch (work) {
                case Work.Convert(var target, var extent) -> {
                    out.writeByte(CONVERT);
                    out.writeUTF(target.name());
                    out.writeUTF(extent.name());
                }
                case Work.Preview(var side) -> {
                    out.writeByte(PREVIEW);
                    out.writeInt(side);
                }
            }
            out.flush();
        }

        static Request read(DataInputStream in) throws IOException {
            return new Request(
                    Path.of(in.readUTF()),
                    ImageFormat.valueOf(in.readUTF()),
                    Path.of(in.readUTF()),
                    in.readLong(),
                    in.readLong(),
                    Work.read(in));
        }
    }

    /// The work of a cell on an image.
    sealed interface Work {
        /// A conversion, with a second reading of `extent` rows.
        record Convert(Target target, Extent extent) implements Work {}

        /// A preview whose width and height are at most `side`.
        record Preview(int side) implements Work {}

        private static Work read(DataInputStream in) throws IOException {
            int kind = in.readByte();
            return switch (kind) {
                case CONVERT -> new Convert(Target.valueOf(in.readUTF()), Extent.valueOf(in.readUTF()));
                case PREVIEW -> new Preview(in.readInt());
                default -> throw new IOException("a cell was asked for " + kind);
            };
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

    /// Writes a failure outside of the image.
    static void writeFailure(DataOutputStream out, String message) throws IOException {
        out.writeByte(FAILED);
        out.writeUTF(shortened(message));
        out.flush();
    }

    /// Writes that the conversion needs a cell with this heap.
    static void writeNeed(DataOutputStream out, long heapBytes) throws IOException {
        out.writeByte(HEAP_TOO_SMALL);
        out.writeLong(heapBytes);
        out.flush();
    }

    /// @throws CellFailure           when the cell reports it
    /// @throws HeapTooSmallException when the cell reports it
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

    /// The failure of a usable cell to read or write a file.
    static final class CellFailure extends IOException {
        CellFailure(String message) {
            super(message);
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
