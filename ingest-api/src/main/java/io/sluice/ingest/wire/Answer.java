package io.sluice.ingest.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.sluice.kafka.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The writer of JSON responses. The content type is exactly `application/json`: with a charset parameter,
/// published clients do not parse the body.
public final class Answer {

    public static final String JSON_TYPE = "application/json";

    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);

    private Answer() {}

    public static void json(Context context, int status, JsonNode body) {
        context.status(status).contentType(JSON_TYPE).result(bytes(body));
    }

    /// Sends status 204 without a body.
    public static void nothing(Context context) {
        context.status(204);
        // the server's default would give an absent body a content type
        context.res().setContentType(null);
    }

    /// Sends an error. The rest of the request's body is discarded within limits after the response.
    public static void problem(Context context, Problem problem) {
        problem.headers().forEach(context::header);
        if (RequestBody.isLeft(context.req())) {
            RequestBody.answerAndDiscard(context, problem.status(), bytes(problem.toJson()));
        } else {
            json(context, problem.status(), problem.toJson());
        }
    }

    /// Sends an error where there is no context.
    public static void problem(HttpServletResponse response, Problem problem) {
        if (response.isCommitted()) {
            return; // the client sees a truncated body
        }
        var body = bytes(problem.toJson());
        response.reset();
        response.setStatus(problem.status());
        response.setContentType(JSON_TYPE);
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("error response aborted by the client");
        }
    }

    public static byte[] bytes(JsonNode body) {
        try {
            return Json.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }
}
