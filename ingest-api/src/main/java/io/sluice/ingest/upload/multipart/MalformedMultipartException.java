package io.sluice.ingest.upload.multipart;

import java.io.IOException;

/// Thrown when a body is not a well-formed multipart body; the message is for the client.
public final class MalformedMultipartException extends IOException {

    MalformedMultipartException(String detail) {
        super("The multipart body is damaged: " + detail);
    }
}
