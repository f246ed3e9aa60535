package io.sluice.ingest.upload.form;

import io.sluice.ingest.place.PacedInput;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The body of an upload request, with protection against clients that send endless bytes outside of parts.
final class BodyInput extends FilterInputStream {

    /// Maximum bytes outside of parts: boundaries, part headers, preamble and read-ahead.
    private static final long MAX_OVERHEAD_BYTES = 4 * 1024 * 1024;

    private long received;
    private long used;

    BodyInput(InputStream body) {
        super(body);
    }

    /// Thrown when the body ended early or has no content; the message is for the client.
    static final class BrokenBodyException extends IOException {
        BrokenBodyException(String message) {
            super(message);
        }

        BrokenBodyException(String message, IOException cause) {
            super(message, cause);
        }
    }

    /// Wraps the content of a part, so that its bytes count as used.
    InputStream counting(InputStream part) {
        return new FilterInputStream(part) {
            @Override
            public int read() throws IOException {
                var one = super.read();
                used += one < 0 ? 0 : 1;
                return one;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                var count = super.read(buffer, offset, length);
                used += Math.max(0, count);
                return count;
            }
        };
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count;
        try {
            count = super.read(buffer, offset, length);
        } catch (PacedInput.TooSlowException e) {
            throw e;
        } catch (IOException e) {
            throw new BrokenBodyException("The body ended before it was complete", e);
        }
        received += Math.max(0, count);
        if (received - used > MAX_OVERHEAD_BYTES) {
            throw new BrokenBodyException("The body holds too many bytes that belong to no file and no field");
        }
        return count;
    }
}
