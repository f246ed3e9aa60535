package io.sluice.ingest.route;

import static io.javalin.http.HandlerType.GET;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.door.FrontDoor;
import io.sluice.ingest.wire.Answer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.jspecify.annotations.Nullable;

/// The routes that describe all routes: `GET /` for programs, `GET /openapi.json`, and a page that shows the
/// latter. `GET /` needs no key, but refuses a wrong one, because clients treat a response of 200 as a login.
/// Browsers are redirected to a page.
public final class RouteIndex implements RouteTable {

    private final List<Route> routes;
    private final Authorizer authorizer;
    private final String page;

    /// Made for the first request. Guarded by this.
    private byte @Nullable [] openApi;

    /// @param routes all other routes
    /// @param page   path of the page for browsers
    public RouteIndex(List<Route> routes, Authorizer authorizer, String page) {
        this.routes = routes;
        this.authorizer = authorizer;
        this.page = page;
    }

    /// Describes the routes that the HTTP server itself answers.
    private static Stream<Route> doors() {
        return FrontDoor.PATHS.stream()
                .map(path -> Route.open(GET, path, _ -> {})
                        .summary("Says whether this process lives, or is ready for requests")
                        .answers(200, "Health")
                        .answers(503, "Health"));
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.open(GET, "/", this::get)
                        .summary("Lists all routes")
                        .answers(200, "RouteList")
                        .refuses(401, 403),
                Route.open(GET, "/openapi.json", this::openApi)
                        .summary("Describes all routes as an OpenAPI document")
                        .answersWith(200, "application/json"),
                ApiPage.HTML.route("Shows the OpenAPI document as a page"),
                ApiPage.SCRIPT.route("The script of that page"),
                ApiPage.STYLE.route("The style of that page"));
    }

    private void get(Context context) {
        context.header("Vary", "Accept");
        if (authorizer.hasCredential(context)) {
            var _ = authorizer.caller(context);
        } else if (prefersHtml(context)) {
            context.redirect(page);
            return;
        }
        var json = JsonNodeFactory.instance.objectNode();
        json.put("service", "sluice");
        var table = json.putArray("routes");
        FrontDoor.PATHS.forEach(path -> add(table, "GET", path, Route.EVERYBODY));
        Stream.concat(routes.stream(), routes().stream())
                .forEach(route -> add(table, route.method().name(), route.path(), route.access()));
        Answer.json(context, 200, json);
    }

    /// Returns whether the client prefers HTML to all other media types, as only browsers do.
    private static boolean prefersHtml(Context context) {
        var accepted = new QuotedQualityCSV();
        accepted.addValue(Objects.requireNonNullElse(context.header("Accept"), ""));
        return !accepted.isEmpty() && accepted.getValues().getFirst().equals("text/html");
    }

    private void openApi(Context context) {
        context.contentType(Answer.JSON_TYPE)
                .header("Cache-Control", "no-cache")
                .result(openApi());
    }

    private synchronized byte[] openApi() {
        var known = openApi;
        if (known == null) {
            known = Answer.bytes(OpenApi.of(Stream.of(doors(), routes.stream(), routes().stream())
                    .flatMap(some -> some)
                    .toList()));
            openApi = known;
        }
        return known;
    }

    private static void add(ArrayNode table, String method, String path, String access) {
        table.addObject().put("method", method).put("path", path).put("access", access);
    }
}
