package io.sluice.ingest.wire;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A request's body, and what is done with the rest of one that is not wanted because the request is refused.
///
/// Closing a connection while its client still sends resets it, and many clients then never see the answer. So the
/// answer goes out first, and what the client goes on sending is discarded for a short while (RFC 9112, section
/// 9.6).
public final class RequestBody {

    private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);
    private static final String BEGUN = RequestBody.class.getName() + ".begun";
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final long MOST_BYTES = 64 * 1024 * 1024;

    private RequestBody() {}

    /// Opens the body, which makes the server answer `Expect: 100-continue`. All bodies must be opened here.
    public static InputStream open(HttpServletRequest request) throws IOException {
        request.setAttribute(BEGUN, true);
        return request.getInputStream();
    }

    /// Whether the client may still send something. One that waits for "100 Continue" has sent nothing and, being
    /// refused, never will.
    static boolean isLeft(HttpServletRequest request) {
        if (request.getHeader("Transfer-Encoding") == null && request.getContentLengthLong() <= 0) {
            return false; // it has none (RFC 9112, section 6.3)
        }
        if (request.getHeader("Expect") != null && request.getAttribute(BEGUN) == null) {
            return false;
        }
        try {
            return !request.getInputStream().isFinished();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("the body cannot be read");
            return false;
        }
    }

    static void answerAndDiscard(Context context, int status, byte[] body) {
        var response = context.res();
        context.status(status).contentType(Answer.JSON_TYPE).header("Connection", "close");
        response.setContentLength(body.length);
        try {
            var output = response.getOutputStream();
            output.write(body);
            output.close();
            discard(context.req());
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("the client left before it was told why it is refused");
        }
    }

    private static void discard(HttpServletRequest request) throws IOException {
        var input = request.getInputStream();
        var buffer = new byte[32 * 1024];
        var end = System.nanoTime() + LONGEST.toNanos();
        var discarded = 0L;
        while (discarded < MOST_BYTES && System.nanoTime() < end) {
            var read = input.read(buffer);
            if (read < 0) {
                return;
            }
            discarded += read;
        }
    }
}
