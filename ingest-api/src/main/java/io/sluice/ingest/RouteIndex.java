package io.sluice.ingest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.door.FrontDoor;
import io.sluice.ingest.wire.Answer;
import java.util.List;

/// The route `GET /`: the name of this server and its routes. It needs no key, but refuses a wrong one,
/// because clients treat a response of 200 as a login.
final class RouteIndex {

    private final List<Route> routes;
    private final Authorizer gate;

    /// @param routes the route table, to which this route is added
    RouteIndex(List<Route> routes, Authorizer gate) {
        this.routes = routes;
        this.gate = gate;
    }

    void get(Context context) {
        if (gate.hasCredential(context)) {
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
