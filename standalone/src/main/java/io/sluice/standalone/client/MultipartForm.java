package io.sluice.standalone.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.command.Bytes;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A form of files and fields (RFC 7578). Files are streamed each time the form is sent; the form is
/// identical at each repetition.
public final class MultipartForm {

    private final String boundary = "sluice-" + UUID.randomUUID();
    private final List<BodyPublisher> parts = new ArrayList<>();

    /// Adds a file from the file system.
    public MultipartForm file(String field, String name, Path file) throws FileNotFoundException {
        return part(field, name, BodyPublishers.ofFile(file));
    }

    /// Adds an in-memory file.
    public MultipartForm file(String field, String name, Bytes content) {
        return part(field, name, BodyPublishers.ofByteArray(content.toArray()));
    }

    /// Adds a file with the content of a publisher.
    public MultipartForm part(String field, String name, BodyPublisher content) {
        parts.add(text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + escaped(field)
                + "\"; filename=\"" + escaped(name) + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
        parts.add(content);
        parts.add(text("\r\n"));
        return this;
    }

    /// Adds a field.
    public MultipartForm field(String name, String value) {
        parts.add(text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + escaped(name) + "\"\r\n\r\n"
                + value + "\r\n"));
        return this;
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    BodyPublisher body() {
        var all = new ArrayList<>(parts);
        all.add(text("--" + boundary + "--\r\n"));
        return BodyPublishers.concat(all.toArray(BodyPublisher[]::new));
    }

    private static BodyPublisher text(String text) {
        return BodyPublishers.ofString(text, UTF_8);
    }

    /// Escapes a name as browsers do (HTML, "multipart/form-data encoding algorithm").
    private static String escaped(String name) {
        return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }
}
