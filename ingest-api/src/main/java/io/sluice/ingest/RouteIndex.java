package io.sluice.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.ingest.wire.Answer;
import java.util.List;

/// `GET /`: what this server is and which routes it has.
final class RouteIndex {

    private final List<Route> routes;

    /// @param routes the table, of which this becomes a part
    RouteIndex(List<Route> routes) {
        this.routes = routes;
    }

    void get(Context context) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("service", "sluice");
        var table = json.putArray("routes");
        routes.forEach(route -> table.addObject()
                .put("method", route.method().name())
                .put("path", route.path())
                .put("access", route.access()));
        Answer.json(context, 200, json);
    }
}
