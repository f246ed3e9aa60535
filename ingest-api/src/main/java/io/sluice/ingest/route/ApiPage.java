package io.sluice.ingest.route;

import static io.javalin.http.HandlerType.GET;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The files of the page that shows the OpenAPI document. It loads nothing from other hosts, and has no script
/// or style inside.
enum ApiPage {
    HTML("/console/api", "api.html", "text/html;charset=utf-8"),
    SCRIPT("/console/api.js", "api.js", "text/javascript;charset=utf-8"),
    STYLE("/console/api.css", "api.css", "text/css;charset=utf-8");

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String path;
    private final String type;
    private final byte[] content;

    ApiPage(String path, String resource, String type) {
        this.path = path;
        this.type = type;
        try (var stream = ApiPage.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            content = stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Route route(String summary) {
        return Route.open(GET, path, this::get).summary(summary).answersWith(200, type.substring(0, type.indexOf(';')));
    }

    private void get(Context context) {
        context.contentType(type)
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-cache")
                .result(content);
    }
}
