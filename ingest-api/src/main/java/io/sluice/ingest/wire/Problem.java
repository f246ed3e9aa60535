package io.sluice.ingest.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.Rejection;
import io.sluice.json.RejectionStatus;
import java.time.Duration;
import java.util.Map;

/// An error response.
///
/// An invalid request has a [Rejection], which is final. All other errors are temporary and clients retry
/// them: too many requests, or an unavailable store, broker or view.
///
/// @param status  HTTP status
/// @param reason  stable code, in kebab case
/// @param message one sentence for the caller
/// @param headers additional headers of the response
/// @param details additional fields of the error's JSON
public record Problem(int status, String reason, String message, Map<String, String> headers, ObjectNode details) {

    public Problem {
        headers = Map.copyOf(headers);
    }

    public static Problem of(Rejection rejection) {
        var details = JsonNodeFactory.instance.objectNode();
        if (rejection instanceof Rejection.InvalidKey || rejection instanceof Rejection.InvalidToken) {
            details.put("invalid_authentication", true);
        }
        var problem =
                new Problem(RejectionStatus.of(rejection), rejection.code(), rejection.message(), Map.of(), details);
        return switch (rejection) {
            case Rejection.QuotaImages(var _, var used, var allowed) -> problem.withUse(used, allowed);
            case Rejection.QuotaBytes(var _, var used, var allowed) -> problem.withUse(used, allowed);
            case Rejection.QuotaFileSize(var _, var used, var allowed) -> problem.withUse(used, allowed);
            // RFC 6750, section 3
            case Rejection.InvalidToken _ -> problem.with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            default -> problem;
        };
    }

    /// Returns this error with how much of a limit is used.
    public Problem withUse(long used, long allowed) {
        var more = details.deepCopy().put("used", used).put("allowed", allowed);
        return new Problem(status, reason, message, headers, more);
    }

    /// Creates the error for a method that the route does not support; `allowed` lists the supported ones.
    public static Problem methodNotAllowed(String method, String allowed) {
        return of(405, "method-not-allowed", "The method " + method + " is not allowed here, only " + allowed)
                .with("Allow", allowed);
    }

    /// Creates the error for a range outside of an object of `size` bytes.
    public static Problem rangeNotSatisfiable(long size) {
        return of(416, "range-not-satisfiable", "The range lies outside the " + size + " bytes there are")
                .with("Content-Range", "bytes */" + size);
    }

    /// Creates the error for an image of which there is no preview.
    public static Problem noPreview(String why) {
        return of(404, "no-preview", why);
    }

    /// Creates the error for too many concurrent requests on this node; nothing of the body has been read.
    public static Problem busy(String message) {
        return of(429, "too-many-uploads", message).with("Retry-After", "1");
    }

    /// Creates the error for a client that sends its body too slowly (RFC 9110, section 15.5.9).
    public static Problem bodyTooSlow(String message) {
        return of(408, "body-too-slow", message);
    }

    /// Creates the error for a client that reads an answer too slowly. It is counted, and never sent: the
    /// answer has begun.
    public static Problem answerTooSlow(String message) {
        return of(408, "answer-too-slow", message);
    }

    /// Creates the error for an operation that cannot be tried again.
    public static Problem notReplayable(String message) {
        return of(409, "not-replayable", message);
    }

    /// Creates the error for the exceeded limit that `reason` names; nothing of the body has been read.
    public static Problem tooMany(String reason, String message, Duration retryAfter) {
        return of(429, reason, message).with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }

    /// Creates the error for an unavailable dependency; the same request may succeed later.
    public static Problem unavailable(String message, Duration retryAfter) {
        return of(503, "unavailable", message).with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }

    /// Creates the error for an unexpected failure, which `errorId` identifies in the log.
    public static Problem internal(String errorId) {
        return of(500, "internal-error", "An unexpected error occurred, error id " + errorId);
    }

    /// Creates the error for a request that the HTTP server itself refuses because it cannot parse it.
    public static Problem ofStatus(int status, String message) {
        return of(status, status < 500 ? "malformed-request" : "internal-error", message);
    }

    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("code", status);
        json.put("message", message);
        json.put("reason", reason);
        // the same again, nested, for a client that expects it there
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
