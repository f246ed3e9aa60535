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

/// What a server answered, whichever status it has.
public record Answer(int status, HttpHeaders headers, Bytes body) {

    /// The body as JSON; a missing node when it is none.
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

    /// This answer, when its status is one of `expected`.
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

    /// Whether the same request may well succeed a little later.
    public boolean isPassing() {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    /// Id of the operation or the job that was accepted, the last part of its address; empty when none was.
    public String acceptedId() {
        var address = headers.firstValue("Location").orElse("");
        return address.substring(address.lastIndexOf('/') + 1);
    }

    /// The reason code of an error, `http-500` and the like when it has none.
    public String reason() {
        return json().path("reason").asText("http-" + status);
    }

    /// The sentence that comes with an error.
    public String message() {
        return json().path("message").asText("the server answered with status " + status);
    }
}
