package io.sluice.ingest.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.kafka.Json;
import io.sluice.kafka.JsonFault;
import java.io.IOException;

/// A request's body as JSON, whatever its content type says: clients send theirs as text or even as a form.
public final class JsonBody {

    private static final int MAX_BYTES = 256 * 1024;

    private JsonBody() {}

    /// @throws ProblemException when it is too long or no JSON
    public static JsonNode read(Context context) {
        try {
            var bytes = RequestBody.open(context.req()).readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ProblemException(
                        new Rejection.MalformedRequest("The body is longer than the limit of " + MAX_BYTES + " bytes"));
            }
            return Json.MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    Problem.of(new Rejection.MalformedRequest("The body is not JSON: " + JsonFault.describe(e))), e);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(new Rejection.MalformedRequest("The body could not be read to its end")), e);
        }
    }
}
