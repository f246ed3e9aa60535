package io.sluice.ingest.upload.form;

import io.sluice.ingest.upload.multipart.MalformedMultipartException;
import io.sluice.ingest.upload.multipart.MultipartBody;
import io.sluice.ingest.upload.multipart.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The files and fields of a multipart form, read one after the other as they arrive.
final class MultipartParts {

    private static final String UNNAMED = "unnamed";

    /// The three characters that browsers percent-encode in file names, and those that other clients write
    /// behind a backslash, as in any quoted string. Nothing else is decoded: a `%20` may be part of the name.
    private static final Pattern ESCAPED = Pattern.compile("%(22|0[dD]|0[aA])|\\\\([\"\\\\])");

    private final MultipartBody body;

    MultipartParts(String contentType, InputStream body) throws MalformedMultipartException {
        this.body = new MultipartBody(contentType, body);
    }

    /// An element of the form; its content must be read before the next one is requested.
    sealed interface Element {}

    record File(String name, InputStream content) implements Element {}

    record Field(String name, InputStream content) implements Element {}

    /// Returns the next element, or null after the last.
    @Nullable
    Element next() throws IOException {
        for (var part = body.next(); part != null; part = body.next()) {
            if (!isFile(part)) {
                return new Field(part.name(), part.content());
            }
            var name = fileName(part);
            var content = new PushbackInputStream(part.content());
            // browsers send the field of an unselected file as an empty part with an empty name
            if (!name.isEmpty() || !isEmpty(content)) {
                return new File(name.isEmpty() ? UNNAMED : name, content);
            }
        }
        return null;
    }

    /// Returns whether a part is a file: it has a file name, or the name that clients give to files. A
    /// supported field is never a file, because some clients send a file name with every part that has a
    /// content type.
    private static boolean isFile(Part part) {
        return !FieldName.isKnown(part.name())
                && (part.fileName() != null || part.name().startsWith("filedata"));
    }

    private static String fileName(Part part) {
        return part.fileName() == null
                ? UNNAMED
                : ESCAPED.matcher(part.fileName().strip())
                        .replaceAll(match -> Matcher.quoteReplacement(
                                match.group(1) == null ? match.group(2) : decoded(match.group(1))));
    }

    private static String decoded(String hex) {
        return switch (hex) {
            case "22" -> "\"";
            case "0d", "0D" -> "\r";
            default -> "\n";
        };
    }

    private static boolean isEmpty(PushbackInputStream content) throws IOException {
        var first = content.read();
        if (first >= 0) {
            content.unread(first);
        }
        return first < 0;
    }
}
