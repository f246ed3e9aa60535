package io.sluice.ingest.door;

import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.Problem;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Responses with a [Problem] that block no thread.
final class Refusal {

    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final long MOST_BYTES = 64 * 1024 * 1024;

    private Refusal() {}

    /// Responds to a request of which nothing has been read. Bytes that its client still sends are discarded
    /// within limits after the response: closing the connection at once would reset it, and many clients
    /// would never receive the response (RFC 9112, section 9.6).
    static void answer(Request request, Response response, Callback callback, Problem problem) {
        var fields = request.getHeaders();
        var hasBody = request.getLength() > 0 || fields.contains(HttpHeader.TRANSFER_ENCODING);
        if (!hasBody) {
            write(response, problem, callback);
            return;
        }
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        // a client that waits for "100 Continue" has sent nothing, and sends nothing after a refusal
        var discarding = fields.contains(HttpHeader.EXPECT) ? callback : discarding(request, callback);
        write(response, problem, discarding);
    }

    /// Answers a request whose body may have been read in part, and closes its connection.
    static void answerAndClose(Response response, Callback callback, Problem problem) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        write(response, problem, callback);
    }

    private static void write(Response response, Problem problem, Callback callback) {
        var body = Answer.bytes(problem.toJson());
        response.setStatus(problem.status());
        problem.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.JSON_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static Callback discarding(Request request, Callback callback) {
        return Callback.from(new Discard(request, callback, System.nanoTime() + LONGEST.toNanos()), callback::failed);
    }

    /// Reads and discards a body; the idle timeout of the connection ends it when the client stops
    /// sending.
    private static final class Discard implements Runnable {

        private final Request request;
        private final Callback callback;
        private final long end;
        private long discarded;

        Discard(Request request, Callback callback, long end) {
            this.request = request;
            this.callback = callback;
            this.end = end;
        }

        @Override
        public void run() {
            while (discarded < MOST_BYTES && System.nanoTime() - end < 0) {
                var chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    break;
                }
                discarded += chunk.remaining();
                chunk.release();
                if (chunk.isLast()) {
                    break;
                }
            }
            callback.succeeded();
        }
    }
}
