package io.sluice.ingest.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.kafka.Json;

/// Puts JSON on the wire. The content type is exactly `application/json`: with a charset behind it, published clients
/// no longer parse the body.
public final class Answer {

    public static final String JSON_TYPE = "application/json";

    private Answer() {}

    public static void json(Context context, int status, ObjectNode body) {
        context.status(status).contentType(JSON_TYPE).result(bytes(body));
    }

    /// Answers with an error. What is left of the request's body is discarded within bounds after the answer is sent.
    public static void problem(Context context, Problem problem) {
        problem.headers().forEach(context::header);
        if (UnreadBody.isLeft(context.req())) {
            UnreadBody.answerAndDiscard(context, problem.status(), bytes(problem.toJson()));
        } else {
            json(context, problem.status(), problem.toJson());
        }
    }

    public static byte[] bytes(ObjectNode body) {
        try {
            return Json.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }
}
