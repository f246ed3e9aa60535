package io.sluice.ingest.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.ingest.place.PacedInput;
import io.sluice.kafka.Json;
import io.sluice.kafka.JsonFault;
import java.io.IOException;
import java.util.Objects;

/// A request's body as JSON, independent of its content type: some clients send JSON as text or as a form.
public final class JsonBody {

    private static final int MAX_BYTES = 256 * 1024;

    private JsonBody() {}

    /// Reads JSON.
    /// @throws ProblemException when it is too long or not JSON
    public static JsonNode read(Context context) {
        try {
            return Json.MAPPER.readTree(bytes(context));
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw incomplete(e);
        }
    }

    /// Reads a JSON object. An absent body and an empty array, which is how PHP encodes an empty map, give an
    /// empty object; a string that contains JSON is parsed again.
    ///
    /// @throws ProblemException when it is too long or not an object
    public static ObjectNode object(Context context) {
        return object(read(context));
    }

    /// Reads a JSON object like [#object], but requires a body.
    ///
    /// @throws ProblemException when it is absent, too long or not an object
    public static ObjectNode presentObject(Context context) {
        var json = read(context);
        if (json.isMissingNode()) {
            throw new ProblemException(new Rejection.MalformedRequest("The body is empty, but must be a JSON object"));
        }
        return object(json);
    }

    private static ObjectNode object(JsonNode body) {
        var json = body;
        if (json.isTextual()) {
            try {
                json = Json.MAPPER.readTree(json.textValue());
            } catch (JsonProcessingException e) {
                throw notJson(e);
            }
        }
        if (json instanceof ObjectNode object) {
            return object;
        }
        if (json.isMissingNode() || json.isNull() || (json.isArray() && json.isEmpty())) {
            return JsonNodeFactory.instance.objectNode();
        }
        throw new ProblemException(new Rejection.MalformedRequest("The body must be a JSON object"));
    }

    /// Reads a single value: JSON, or plain text when it is not JSON. An absent body gives a missing node.
    ///
    /// @throws ProblemException when it is too long
    public static JsonNode value(Context context) {
        try {
            var text = new String(bytes(context), UTF_8).strip();
            try {
                return Json.MAPPER.readTree(text);
            } catch (JsonProcessingException e) {
                return JsonNodeFactory.instance.textNode(text);
            }
        } catch (IOException e) {
            throw incomplete(e);
        }
    }

    private static byte[] bytes(Context context) throws IOException {
        var bytes = RequestBody.open(context.req()).readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ProblemException(
                    new Rejection.MalformedRequest("The body is longer than the limit of " + MAX_BYTES + " bytes"));
        }
        return bytes;
    }

    private static ProblemException notJson(JsonProcessingException e) {
        return new ProblemException(
                Problem.of(new Rejection.MalformedRequest("The body is not JSON: " + JsonFault.describe(e))), e);
    }

    private static ProblemException incomplete(IOException e) {
        if (e instanceof PacedInput.TooSlowException) {
            return new ProblemException(Problem.bodyTooSlow(Objects.requireNonNull(e.getMessage())), e);
        }
        return new ProblemException(
                Problem.of(new Rejection.MalformedRequest("The body could not be read to its end")), e);
    }
}
