package io.sluice.ingest.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.Rejection;
import java.time.Duration;
import java.util.Map;

/// An error as a client sees it.
///
/// What is wrong with a request is a [Rejection] and final. Beside those there are troubles of the moment, which
/// clients retry: too many requests and an unavailable store, broker or view.
///
/// @param status  of the HTTP answer
/// @param reason  stable name, in kebab case
/// @param message one sentence for the caller
/// @param headers further headers of the answer
/// @param details further members of the error's JSON
public record Problem(int status, String reason, String message, Map<String, String> headers, ObjectNode details) {

    public Problem {
        headers = Map.copyOf(headers);
    }

    public static Problem of(Rejection rejection) {
        var details = JsonNodeFactory.instance.objectNode();
        if (rejection instanceof Rejection.InvalidKey) {
            details.put("invalid_authentication", true);
        }
        return new Problem(rejection.httpStatus(), rejection.code(), rejection.message(), Map.of(), details);
    }

    /// The route exists, but not with this method; `allowed` are those it has.
    public static Problem methodNotAllowed(String method, String allowed) {
        return of(405, "method-not-allowed", "The method " + method + " is not allowed here, only " + allowed)
                .with("Allow", allowed);
    }

    /// No byte of an object of `size` bytes is in the range that is asked for.
    public static Problem rangeNotSatisfiable(long size) {
        return of(416, "range-not-satisfiable", "The range lies outside the " + size + " bytes there are")
                .with("Content-Range", "bytes */" + size);
    }

    /// More requests at once than this node takes; nothing of the body has been read.
    public static Problem busy(String message) {
        return of(429, "too-many-uploads", message).with("Retry-After", "1");
    }

    /// More than is taken for now, by whatever measure `reason` names; nothing of the body has been read.
    public static Problem tooMany(String reason, String message, Duration retryAfter) {
        return of(429, reason, message).with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }

    /// Something this node needs does not answer; the same request may succeed later.
    public static Problem unavailable(String message, Duration retryAfter) {
        return of(503, "unavailable", message).with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }

    /// A fault of ours; `errorId` finds it in the log.
    public static Problem internal(String errorId) {
        return of(500, "internal-error", "An unexpected error occurred, error id " + errorId);
    }

    /// An answer that the HTTP layer below the routes gives, to a request that it cannot read.
    public static Problem ofStatus(int status, String message) {
        return of(status, status < 500 ? "malformed-request" : "internal-error", message);
    }

    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("code", status);
        json.put("message", message);
        json.put("reason", reason);
        // the same once more, nested, for the client that looks there
        json.putObject("error").put("code", status).put("message", message);
        json.setAll(details);
        return json;
    }

    private static Problem of(int status, String reason, String message) {
        return new Problem(status, reason, message, Map.of(), JsonNodeFactory.instance.objectNode());
    }

    private Problem with(String header, String value) {
        return new Problem(status, reason, message, Map.of(header, value), details);
    }
}
