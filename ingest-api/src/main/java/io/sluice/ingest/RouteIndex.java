package io.sluice.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.ingest.wire.Answer;
import java.util.List;

/// `GET /`: what this server is and which routes it has.
final class RouteIndex {

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    RouteIndex(List<Route> routes) {
        json.put("service", "sluice");
        var table = json.putArray("routes");
        routes.forEach(route -> table.addObject()
                .put("method", route.method().name())
                .put("path", route.path())
                .put("access", route.access()));
    }

    void get(Context context) {
        Answer.json(context, 200, json);
    }
}
