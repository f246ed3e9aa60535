package io.sluice.ingest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.door.FrontDoor;
import io.sluice.ingest.wire.Answer;
import java.util.List;

/// `GET /`: what this server is and which routes it has. Needs no key, but refuses a wrong one: clients take an answer
/// of 200 for a login.
final class RouteIndex {

    private final List<Route> routes;
    private final Authorizer gate;

    /// @param routes the table, of which this becomes a part
    RouteIndex(List<Route> routes, Authorizer gate) {
        this.routes = routes;
        this.gate = gate;
    }

    void get(Context context) {
        if (gate.hasKey(context)) {
            var _ = gate.caller(context);
        }
        var json = JsonNodeFactory.instance.objectNode();
        json.put("service", "sluice");
        var table = json.putArray("routes");
        FrontDoor.PATHS.forEach(path -> add(table, "GET", path, Route.EVERYBODY));
        routes.forEach(route -> add(table, route.method().name(), route.path(), route.access()));
        Answer.json(context, 200, json);
    }

    private static void add(ArrayNode table, String method, String path, String access) {
        table.addObject().put("method", method).put("path", path).put("access", access);
    }
}
