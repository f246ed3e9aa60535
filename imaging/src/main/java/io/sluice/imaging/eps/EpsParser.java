package io.sluice.imaging.eps;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A parser of Encapsulated PostScript (Adobe Technical Notes 5001, DSC, and 5002, EPSF): the size that its
/// comments declare.
///
/// The program is never executed. `%%HiResBoundingBox` takes precedence over `%%BoundingBox`; `(atend)`
/// defers to the trailer.
public final class EpsParser implements FormatParser {

    private static final int DOS_SIGNATURE = 0xC5D0D3C6;

    /// Header comments and trailer are searched in this number of bytes at each end of the PostScript.
    private static final int MOST_COMMENT_BYTES = 64 * 1024;

    private static final String HI_RES = "%%HiResBoundingBox:";
    private static final String PLAIN = "%%BoundingBox:";

    /// DSC, 3: lines have at most 255 characters.
    private static final int LONGEST_LINE = 255;

    private static final String NUMBER = "([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?|[-+]?[0-9]+\\.)";
    private static final Pattern FOUR_NUMBERS =
            Pattern.compile(NUMBER + "\\s+" + NUMBER + "\\s+" + NUMBER + "\\s+" + NUMBER);

    /// @param width  in points
    /// @param height in points
    private record Box(double width, double height) {}

    @Override
    public Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        long start = 0;
        long end = in.size();
        in.seek(0);
        if (in.size() >= 30 && in.i32() == DOS_SIGNATURE) { // 5002, 5.2: a Windows preview goes along
            in.littleEndian(true);
            start = in.u32();
            end = start + in.u32();
            if (start < 30 || end > in.size()) {
                throw in.corrupt("its DOS header says that the PostScript is at bytes " + start + " to " + end
                        + ", the file has " + in.size());
            }
        }
        in.seek(start);
        String head = comments(in.text((int) Math.min(end - start, MOST_COMMENT_BYTES)));
        if (!head.startsWith("%!PS")) {
            throw in.corrupt("the PostScript at byte " + start + " does not begin with %!PS");
        }
        in.seek(Math.max(start, end - MOST_COMMENT_BYTES));
        String tail = trailer(in.text((int) (end - in.position())));
        var box = box(head, tail, HI_RES);
        if (box == null) {
            box = box(head, tail, PLAIN);
        }
        if (box == null) {
            throw noBox(in, head);
        }
        var size = Dimensions.ofVector(ImageFormat.EPS, box.width, box.height);
        return new Identified(ImageFormat.EPS, size.width(), size.height(), Pixels.VECTOR);
    }

    private static Refusal noBox(ByteReader in, String head) {
        String firstLine = head.lines().findFirst().orElse("");
        return firstLine.contains("EPSF")
                ? in.corrupt("it has no valid %%BoundingBox comment")
                : new Refusal(new Rejection.UnsupportedFormat("a PostScript program, not an encapsulated one"));
    }

    /// Returns the header comments: lines that begin with `%`, up to `%%EndComments` (DSC, 4.3). Blank lines
    /// between them are common.
    private static String comments(String text) {
        var comments = new StringBuilder();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.isBlank()) {
                continue;
            }
            if (!line.startsWith("%") || line.startsWith("%%EndComments")) {
                break;
            }
            comments.append(line).append('\n');
        }
        return comments.toString();
    }

    /// Returns the text after the last trailer comment; earlier ones belong to embedded documents.
    private static String trailer(String text) {
        int at = text.lastIndexOf("%%Trailer");
        return at < 0 ? "" : text.substring(at);
    }

    private static @Nullable Box box(String head, String tail, String comment) {
        for (String line : (Iterable<String>) head.lines()::iterator) {
            if (line.startsWith(comment)) {
                String value = line.substring(comment.length()).strip();
                return value.equals("(atend)") ? lastBox(tail, comment) : numbers(value);
            }
        }
        return null;
    }

    private static @Nullable Box lastBox(String tail, String comment) {
        @Nullable Box last = null;
        for (String line : (Iterable<String>) tail.lines()::iterator) {
            if (line.startsWith(comment)) {
                last = numbers(line.substring(comment.length()).strip());
            }
        }
        return last;
    }

    /// Parses the lower left and upper right corner.
    private static @Nullable Box numbers(String value) {
        var corners = FOUR_NUMBERS.matcher(value);
        if (value.length() > LONGEST_LINE || !corners.lookingAt()) {
            return null;
        }
        return new Box(
                Double.parseDouble(corners.group(3)) - Double.parseDouble(corners.group(1)),
                Double.parseDouble(corners.group(4)) - Double.parseDouble(corners.group(2)));
    }
}
