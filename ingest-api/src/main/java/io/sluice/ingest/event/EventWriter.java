package io.sluice.ingest.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;

/// Writes server-sent events (WHATWG HTML, section 9.2). JSON contains no line breaks, so each is one line.
final class EventWriter {

    private final OutputStream output;

    EventWriter(OutputStream output) {
        this.output = output;
    }

    /// Writes an id without an event: a client that reconnects resumes after it.
    void position(String id) throws IOException {
        write("id: " + id + "\n\n");
    }

    void event(String type, String id, ObjectNode data) throws IOException {
        write("event: " + type + "\nid: " + id + "\ndata: " + data + "\n\n");
    }

    /// Writes an event that others of the same position follow: a client that gets no further has to receive
    /// it again.
    void event(String type, ObjectNode data) throws IOException {
        write("event: " + type + "\ndata: " + data + "\n\n");
    }

    /// Writes that the client has missed changes and has to read everything again.
    void reset(String id, String message) throws IOException {
        event("reset", id, JsonNodeFactory.instance.objectNode().put("message", message));
    }

    /// Writes why nothing follows.
    void closed(String id, String reason, String message) throws IOException {
        event(
                "closed",
                id,
                JsonNodeFactory.instance.objectNode().put("reason", reason).put("message", message));
    }

    /// Writes how long the client waits before it connects again.
    void retryAfter(long millis) throws IOException {
        write("retry: " + millis + "\n\n");
    }

    /// Writes a line without meaning, so that no proxy takes the connection for dead.
    void comment() throws IOException {
        write(": still here\n\n");
    }

    void flush() throws IOException {
        output.flush();
    }

    private void write(String text) throws IOException {
        output.write(text.getBytes(UTF_8));
    }
}
