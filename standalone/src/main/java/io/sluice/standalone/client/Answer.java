package io.sluice.standalone.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.command.Bytes;
import io.sluice.kafka.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;

/// The response of a server, with any status.
public record Answer(int status, HttpHeaders headers, Bytes body) {

    /// Returns the body as JSON; a missing node when it is not JSON.
    public JsonNode json() {
        try {
            return body.size() == 0 ? MissingNode.getInstance() : Json.MAPPER.readTree(body.toArray());
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    public String text() {
        return new String(body.toArray(), UTF_8);
    }

    /// Returns this response when its status is one of `expected`.
    ///
    /// @throws UnexpectedAnswerException otherwise
    public Answer expect(int... expected) {
        for (var one : expected) {
            if (status == one) {
                return this;
            }
        }
        throw new UnexpectedAnswerException(this);
    }

    /// Returns whether the failure is temporary, so that the same request may succeed later.
    public boolean isPassing() {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    /// Returns the id of the accepted operation or job, from the end of `Location`; empty when there is none.
    public String acceptedId() {
        var address = headers.firstValue("Location").orElse("");
        return address.substring(address.lastIndexOf('/') + 1);
    }

    /// Returns the reason code of an error; `http-500` and the like when it has none.
    public String reason() {
        return json().path("reason").asText("http-" + status);
    }

    /// Returns the message of an error.
    public String message() {
        return json().path("message").asText("the server responded with status " + status);
    }
}
