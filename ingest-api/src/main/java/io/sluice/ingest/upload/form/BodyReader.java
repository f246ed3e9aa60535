package io.sluice.ingest.upload.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.command.Rejection;
import io.sluice.ingest.place.PacedInput;
import io.sluice.ingest.upload.multipart.MalformedMultipartException;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.ingest.wire.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/// A streaming reader of upload bodies: a multipart form (RFC 7578) with files and fields in any order, or an
/// urlencoded form with URLs.
public final class BodyReader {

    private static final String MULTIPART = "multipart/form-data";
    private static final String URLENCODED = "application/x-www-form-urlencoded";

    private final UploadLimits limits;

    public BodyReader(UploadLimits limits) {
        this.limits = limits;
    }

    /// Reads the body.
    ///
    /// @param pressure scarcity of the place in which the body is read, from 0 to 1
    /// @throws ProblemException when the body is invalid or arrives too slowly
    public UploadForm read(HttpServletRequest request, Staging staging, DoubleSupplier pressure) {
        var contentType = request.getContentType() == null ? "" : request.getContentType();
        var mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        try {
            return switch (mediaType) {
                case MULTIPART -> multipart(RequestBody.open(request, pressure), request, staging);
                case URLENCODED -> urlencoded(RequestBody.open(request, pressure));
                default -> throw notMultipart(mediaType.isEmpty() ? "of no content type" : mediaType);
            };
        } catch (PacedInput.TooSlowException e) {
            throw new ProblemException(Problem.bodyTooSlow(Objects.requireNonNull(e.getMessage())), e);
        } catch (BodyInput.BrokenBodyException | MalformedMultipartException e) {
            throw malformed(Objects.requireNonNull(e.getMessage()), e);
        } catch (IOException e) {
            throw malformed("The body could not be read to its end", e);
        }
    }

    private UploadForm multipart(InputStream input, HttpServletRequest request, Staging staging) throws IOException {
        var start = System.nanoTime();
        var body = new BodyInput(input);
        var parts = new MultipartParts(request.getContentType(), body);
        var files = new ArrayList<StagedFile>();
        var fields = new FieldCollector(limits);
        for (var element = parts.next(); element != null; element = parts.next()) {
            switch (element) {
                case MultipartParts.Field(var name, var content) -> fields.add(name, body.counting(content));
                case MultipartParts.File(var name, var content) -> {
                    if (files.size() == limits.maxFiles()) {
                        throw malformed("There are more than " + limits.maxFiles() + " files");
                    }
                    files.add(staging.stage(name, body.counting(content)));
                }
            }
        }
        return new UploadForm(files, fields.fields(), since(start));
    }

    /// Reads an urlencoded form. One without URLs or of excessive length is most likely an image that was
    /// sent without a form, so the error names the expected content type.
    private UploadForm urlencoded(InputStream body) throws IOException {
        var start = System.nanoTime();
        var bytes = new BodyInput(body).readNBytes(limits.maxFieldsBytes() + 1);
        if (bytes.length > limits.maxFieldsBytes()) {
            throw notMultipart(URLENCODED + " and longer than " + limits.maxFieldsBytes() + " bytes");
        }
        var fields = new FieldCollector(limits);
        for (var pair : new String(bytes, UTF_8).split("&", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                fields.add(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        if (fields.fields().stream().noneMatch(field -> FieldName.isUrl(field.name()))) {
            throw notMultipart(URLENCODED + " without url[0]");
        }
        return new UploadForm(List.of(), fields.fields(), since(start));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw notMultipart(URLENCODED + " with a malformed percent-encoding");
        }
    }

    private static ProblemException notMultipart(String seen) {
        return new ProblemException(new Rejection.NotMultipart(seen));
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(new Rejection.MalformedRequest(detail));
    }

    private static ProblemException malformed(String detail, IOException cause) {
        return new ProblemException(Problem.of(new Rejection.MalformedRequest(detail)), cause);
    }
}
