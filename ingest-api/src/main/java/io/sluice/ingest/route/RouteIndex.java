package io.sluice.ingest.route;

import static io.javalin.http.HandlerType.GET;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.door.FrontDoor;
import io.sluice.ingest.wire.Answer;
import java.util.List;
import java.util.stream.Stream;

/// The route `GET /`: the name of this server and its routes. It needs no key, but refuses a wrong one,
/// because clients treat a response of 200 as a login.
public final class RouteIndex implements RouteTable {

    private final List<Route> routes;
    private final Authorizer authorizer;

    /// @param routes all other routes
    public RouteIndex(List<Route> routes, Authorizer authorizer) {
        this.routes = routes;
        this.authorizer = authorizer;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.open(GET, "/", this::get));
    }

    private void get(Context context) {
        if (authorizer.hasKey(context)) {
            var _ = authorizer.caller(context);
        }
        var json = JsonNodeFactory.instance.objectNode();
        json.put("service", "sluice");
        var table = json.putArray("routes");
        FrontDoor.PATHS.forEach(path -> add(table, "GET", path, Route.EVERYBODY));
        Stream.concat(routes.stream(), routes().stream())
                .forEach(route -> add(table, route.method().name(), route.path(), route.access()));
        Answer.json(context, 200, json);
    }

    private static void add(ArrayNode table, String method, String path, String access) {
        table.addObject().put("method", method).put("path", path).put("access", access);
    }
}
