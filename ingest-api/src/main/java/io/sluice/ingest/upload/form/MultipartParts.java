package io.sluice.ingest.upload.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.InvalidPathException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.apache.commons.fileupload2.core.RequestContext;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.jspecify.annotations.Nullable;

/// The parts of a multipart form (RFC 7578), read one after the other as they arrive.
final class MultipartParts {

    private static final int MAX_PART_HEADER_BYTES = 16 * 1024;
    private static final String UNNAMED = "unnamed";

    /// The three characters that browsers percent-encode in file names, and those that other clients write
    /// behind a backslash, as in any quoted string. Nothing else is decoded: a `%20` may be part of the name.
    private static final Pattern ESCAPED = Pattern.compile("%(22|0[dD]|0[aA])|\\\\([\"\\\\])");

    private final FileItemInputIterator items;

    MultipartParts(String contentType, long contentLength, InputStream body) throws IOException {
        var parser = new JakartaServletFileUpload<>();
        parser.setHeaderCharset(UTF_8);
        parser.setMaxPartHeaderSize(MAX_PART_HEADER_BYTES);
        var boundary = boundary(contentType);
        var unpadded = boundary == null ? body : new BoundaryPadding(body, boundary);
        items = parsing(() -> parser.getItemIterator(new Body(contentType, contentLength, unpadded)));
    }

    /// Returns the boundary as the parser reads it, null when there is none.
    private static @Nullable String boundary(String contentType) {
        var parameters = new ParameterParser();
        parameters.setLowerCaseNames(true);
        return parameters.parse(contentType, new char[] {';', ','}).get("boundary");
    }

    /// Thrown when the body is not a well-formed multipart form; the message is for the client.
    static final class MalformedMultipartException extends IOException {
        MalformedMultipartException(Exception cause) {
            super("The multipart body is damaged: " + cause.getMessage(), cause);
        }
    }

    /// A part; its content must be read before the next part is requested.
    sealed interface Part {}

    record File(String name, InputStream content) implements Part {}

    record Field(String name, InputStream content) implements Part {}

    /// Returns the next part, or null after the last.
    @Nullable
    Part next() throws IOException {
        while (parsing(items::hasNext)) {
            var item = parsing(items::next);
            var content = new PushbackInputStream(new PartInput(item.getInputStream()));
            if (!isFile(item)) {
                return new Field(item.getFieldName(), content);
            }
            var name = fileName(item);
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
    private static boolean isFile(FileItemInput item) {
        return !FieldName.isKnown(item.getFieldName())
                && (!item.isFormField() || item.getFieldName().startsWith("filedata"));
    }

    private static String fileName(FileItemInput item) {
        @Nullable String name;
        try {
            name = item.getName();
        } catch (InvalidPathException e) {
            // the name contains NUL; here it is data like any other character
            name = e.getInput();
        }
        return name == null
                ? UNNAMED
                : ESCAPED.matcher(name)
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

    private interface Step<T> {
        T run() throws IOException;
    }

    /// Runs one step of the parser, which reports some malformed input with unchecked exceptions:
    /// unterminated headers, unknown charsets, nested parts without a boundary.
    private static <T> T parsing(Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (FileUploadException
                | IllegalArgumentException
                | IllegalStateException
                | NullPointerException
                | IndexOutOfBoundsException e) {
            throw new MalformedMultipartException(e);
        }
    }

    /// The content of a part; the parser detects its end.
    private static final class PartInput extends InputStream {

        private final InputStream content;

        PartInput(InputStream content) {
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            return parsing(content::read);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return parsing(() -> content.read(buffer, offset, length));
        }
    }

    /// The properties of a request that the parser needs.
    private record Body(String contentType, long contentLength, InputStream input) implements RequestContext {

        @Override
        public String getCharacterEncoding() {
            return UTF_8.name();
        }

        @Override
        public long getContentLength() {
            return contentLength;
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public InputStream getInputStream() {
            return input;
        }

        @Override
        public boolean isMultipartRelated() {
            return false;
        }
    }
}
