package io.sluice.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// Builds multipart bodies byte by byte, so that odd ones can be built too.
final class Form {

    static final String BOUNDARY = "----boundary7MA4YWxk";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    static Form form() {
        return new Form();
    }

    Form file(String field, String fileName, byte[] content) {
        return part("name=\"" + field + "\"; filename=\"" + fileName + "\"\r\nContent-Type: image/png", content);
    }

    Form file(String fileName, String content) {
        return file("filedata", fileName, content.getBytes(UTF_8));
    }

    Form field(String name, String value) {
        return part("name=\"" + name + "\"", value.getBytes(UTF_8));
    }

    /// A part with whatever comes after `form-data; `.
    Form part(String disposition, byte[] content) {
        write("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n");
        body.writeBytes(content);
        write("\r\n");
        return this;
    }

    /// All that another form has so far.
    Form all(Form other) {
        body.writeBytes(other.body.toByteArray());
        return this;
    }

    String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    byte[] unfinished() {
        return body.toByteArray();
    }

    byte[] bytes() {
        var all = new ByteArrayOutputStream();
        all.writeBytes(body.toByteArray());
        all.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
        return all.toByteArray();
    }

    private void write(String text) {
        body.writeBytes(text.getBytes(UTF_8));
    }
}
