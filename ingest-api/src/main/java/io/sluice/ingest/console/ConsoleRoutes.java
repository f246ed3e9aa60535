package io.sluice.ingest.console;

import static io.javalin.http.HandlerType.GET;

import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.ProblemException;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.http.QuotedQualityCSV;

/// The routes of the console: its page, which browsers revalidate, and its files, which they keep.
public final class ConsoleRoutes implements RouteTable {

    /// The address of the page.
    public static final String PAGE = "/console";

    /// The beginning of the addresses of files; what follows the version is the path of one.
    private static final String FILES = PAGE + "/assets/{version}";

    /// Allows the page its own scripts, styles and requests, and images that its scripts made; nothing inline,
    /// nothing of another host, no frame around it, no form or plug-in, and no text that becomes a script.
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");

    private static final String FOREVER = "public, max-age=31536000, immutable";

    /// Loads the files for the first request: most processes are never asked for them.
    private static final class Loaded {
        static final Assets ASSETS = Assets.load(PAGE + "/assets");
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.open(GET, PAGE, this::page)
                        .summary("Shows the console")
                        .header("If-None-Match", "an ETag")
                        .answersWith(200, "text/html")
                        .answers(304),
                file(FILES + "/{file}"),
                file(FILES + "/{directory}/{file}"));
    }

    private Route file(String path) {
        return Route.open(GET, path, this::file)
                .summary("Sends a file of the console")
                .answersWith(200, "text/javascript")
                .refuses(404);
    }

    private void page(Context context) {
        var tag = '"' + Loaded.ASSETS.version() + '"';
        protect(context);
        context.header("Cache-Control", "no-cache").header("ETag", tag);
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            send(context, Loaded.ASSETS.page());
        }
    }

    /// Returns a file. One of another version is not found: it would not fit the files of this one.
    private void file(Context context) {
        var file = context.pathParam("file");
        var directory = context.pathParamMap().get("directory");
        var asset = Loaded.ASSETS
                .find(directory == null ? file : directory + '/' + file)
                .filter(_ -> context.pathParam("version").equals(Loaded.ASSETS.version()))
                .orElseThrow(() -> new ProblemException(new Rejection.NotFound("file " + context.path())));
        protect(context);
        context.header("Cache-Control", FOREVER);
        send(context, asset);
    }

    private static void protect(Context context) {
        context.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    }

    private static void send(Context context, Asset asset) {
        context.header("Vary", "Accept-Encoding").contentType(asset.mediaType());
        var codings = new QuotedQualityCSV();
        codings.addValue(Objects.requireNonNullElse(context.header("Accept-Encoding"), ""));
        if (codings.getValues().contains("gzip")) {
            context.header("Content-Encoding", "gzip").result(asset.zipped());
        } else {
            context.result(asset.content());
        }
    }
}
