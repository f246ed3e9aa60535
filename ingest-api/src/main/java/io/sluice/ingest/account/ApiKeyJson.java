package io.sluice.ingest.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.account.ApiKey;
import io.sluice.json.WireTime;
import java.util.List;

/// The JSON of API keys: their attributes, never the key itself.
final class ApiKeyJson {

    private ApiKeyJson() {}

    static ObjectNode of(ApiKey key) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", key.id().toString());
        json.put("created", WireTime.format(key.created()));
        json.put("comment", key.comment());
        return json;
    }

    static ArrayNode of(List<ApiKey> keys) {
        var json = JsonNodeFactory.instance.arrayNode();
        keys.forEach(key -> json.add(of(key)));
        return json;
    }
}
