package io.sluice.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// A builder of multipart bodies, byte by byte, so that malformed ones can be built, too.
public final class Form {

    public static final String BOUNDARY = "----boundary7MA4YWxk";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    public static Form form() {
        return new Form();
    }

    public Form file(String field, String fileName, byte[] content) {
        return part("name=\"" + field + "\"; filename=\"" + fileName + "\"\r\nContent-Type: image/png", content);
    }

    public Form file(String fileName, String content) {
        return file("filedata", fileName, content.getBytes(UTF_8));
    }

    public Form field(String name, String value) {
        return part("name=\"" + name + "\"", value.getBytes(UTF_8));
    }

    /// Adds a part with any text after `form-data; `.
    public Form part(String disposition, byte[] content) {
        write("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n");
        body.writeBytes(content);
        write("\r\n");
        return this;
    }

    /// Adds all parts of another form.
    public Form all(Form other) {
        body.writeBytes(other.body.toByteArray());
        return this;
    }

    public String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    public byte[] unfinished() {
        return body.toByteArray();
    }

    public byte[] bytes() {
        var all = new ByteArrayOutputStream();
        all.writeBytes(body.toByteArray());
        all.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
        return all.toByteArray();
    }

    private void write(String text) {
        body.writeBytes(text.getBytes(UTF_8));
    }
}
