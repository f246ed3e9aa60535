package io.sluice.ingest.door;

import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.Problem;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// The responses to requests that reach no route, in the JSON of the API: malformed ones, and ones with
/// too long headers.
final class JettyErrors extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var status = response.getStatus();
        var body = Answer.bytes(Problem.ofStatus(status, message(status)).toJson());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.JSON_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static String message(int status) {
        return switch (status) {
            case 414 -> "The URI is too long";
            case 431 -> "The header fields are too long";
            case 408 -> "The request did not arrive in time";
            default -> status < 500 ? "The request is not well-formed HTTP" : "An unexpected error occurred";
        };
    }
}
