package io.sluice.ingest.wire;

import io.javalin.http.Context;
import io.sluice.ingest.place.PacedInput;
import io.sluice.ingest.place.PlaceQueue;
import io.sluice.ingest.place.Places;
import io.sluice.ingest.place.TransferConfig;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A request's body, including the disposal of the rest when the request is refused.
///
/// Closing a connection while its client still sends resets it, and many clients then do not see the
/// response. So the response is sent first, and further input is discarded for a short time (RFC 9112,
/// section 9.6).
public final class RequestBody {

    private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);
    private static final String BEGUN = RequestBody.class.getName() + ".begun";
    private static final String LIMITS = RequestBody.class.getName() + ".limits";
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final long MOST_BYTES = 64 * 1024 * 1024;

    /// Discarding keeps the thread of a handler waiting for a client that may have no key, so it is shared by
    /// address. A client that finds no place may see a reset connection instead of its answer.
    private static final PlaceQueue<String> DISCARDING = new PlaceQueue<>(256);

    private RequestBody() {}

    /// Sets how fast the body of a request has to arrive; without it the defaults apply.
    public static void limit(ServletRequest request, TransferConfig limits) {
        request.setAttribute(LIMITS, limits);
    }

    /// Opens the body, which makes the server send `100 Continue` if expected. All bodies must be opened with
    /// this method or the one below. Reading from a client that is too slow fails with
    /// [PacedInput.TooSlowException].
    public static InputStream open(HttpServletRequest request) throws IOException {
        return open(request, () -> 0);
    }

    /// Opens a body that holds a scarce place.
    ///
    /// @param pressure how scarce it is now, from 0 to 1
    public static InputStream open(HttpServletRequest request, DoubleSupplier pressure) throws IOException {
        request.setAttribute(BEGUN, true);
        var limits = request.getAttribute(LIMITS) instanceof TransferConfig set ? set : TransferConfig.DEFAULTS;
        return new PacedInput(
                request.getInputStream(), () -> limits.leastRate().under(pressure.getAsDouble()), limits.longestBody());
    }

    /// Returns whether the client may still send a body. A client that waits for `100 Continue` has not sent
    /// any and, being refused, never will.
    static boolean isLeft(HttpServletRequest request) {
        if (request.getHeader("Transfer-Encoding") == null && request.getContentLengthLong() <= 0) {
            return false; // no body (RFC 9112, section 6.3)
        }
        if (request.getHeader("Expect") != null && request.getAttribute(BEGUN) == null) {
            return false;
        }
        try {
            return !request.getInputStream().isFinished();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("request body not readable");
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
            discardFairly(context.req());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("refusal aborted by the client");
        }
    }

    private static void discardFairly(HttpServletRequest request) throws IOException, InterruptedException {
        var place = DISCARDING.take(request.getRemoteAddr(), Places.Size.SMALL, Duration.ZERO);
        if (place.isPresent()) {
            try (var _ = place.get()) {
                discard(request);
            }
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
