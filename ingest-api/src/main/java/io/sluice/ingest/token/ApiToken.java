package io.sluice.ingest.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;

/// A credential that stands for an API key, for a time and from certain addresses.
///
/// @param key       the id of the API key
/// @param expires   when it expires
/// @param lifetime  how long it is valid in all, and the longest lifetime of a token that renews it
/// @param networks  the addresses that it may be used from
/// @param renewable whether it suffices to get a new token
public record ApiToken(UUID key, Instant expires, Duration lifetime, Networks networks, boolean renewable) {

    /// Returns the payload, with the names that published clients read.
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", key.toString());
        json.put("exp", expires.getEpochSecond());
        json.put("expt", lifetime.toSeconds());
        var ips = json.putArray("ips");
        networks.texts().forEach(ips::add);
        json.put("rn", renewable);
        return json;
    }

    /// Reads a payload that this server has signed.
    ///
    /// @throws IllegalArgumentException when it is another payload
    static ApiToken of(JsonNode json) {
        if (!json.path("exp").canConvertToLong()
                || !json.path("expt").canConvertToLong()
                || !json.path("ips").isArray()
                || !json.path("rn").isBoolean()) {
            throw new IllegalArgumentException("not the payload of a token");
        }
        var ips = new ArrayList<String>();
        json.path("ips").forEach(ip -> ips.add(ip.asText()));
        return new ApiToken(
                UUID.fromString(json.path("id").asText()),
                Instant.ofEpochSecond(json.path("exp").asLong()),
                Duration.ofSeconds(json.path("expt").asLong()),
                Networks.parse(ips),
                json.path("rn").booleanValue());
    }
}
