package io.sluice.ingest.console;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.sluice.command.Rejection;
import io.sluice.ingest.wire.ProblemException;
import org.eclipse.jetty.http.QuotedQualityCSV;

/// The routes of the console: its page, which browsers revalidate, and its files, which they keep.
public final class ConsoleRoutes {

    /// The address of the page.
    public static final String PAGE = "/console";

    /// The address of the files; the parameters are the version and the path of a file.
    public static final String FILES = PAGE + "/assets/{version}/<file>";

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

    private final Assets assets = Assets.load(PAGE + "/assets");

    /// Handles `GET /console`.
    public void page(Context context) {
        var tag = '"' + assets.version() + '"';
        protect(context);
        context.header("Cache-Control", "no-cache").header("ETag", tag);
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            send(context, assets.page());
        }
    }

    /// Handles `GET /console/assets/{version}/<file>`. A file of another version is not found: it would not fit to
    /// the files of this one.
    public void file(Context context) {
        var asset = assets.find(context.pathParam("file"))
                .filter(_ -> context.pathParam("version").equals(assets.version()))
                .orElseThrow(() -> new ProblemException(new Rejection.NotFound("file " + context.path())));
        protect(context);
        context.header("Cache-Control", FOREVER);
        send(context, asset);
    }

    /// Returns a handler that sends browsers to the page and lets `programs` answer all others.
    public static Handler browsersOr(Handler programs) {
        return context -> {
            context.header("Vary", "Accept");
            if (isBrowser(context)) {
                context.redirect(PAGE);
            } else {
                programs.handle(context);
            }
        };
    }

    /// Returns whether the most welcome answer is HTML. The fetching page of a program accepts anything or JSON.
    private static boolean isBrowser(Context context) {
        var accept = context.header("Accept");
        if (accept == null || context.header("Api-Key") != null) {
            return false;
        }
        var types = new QuotedQualityCSV();
        types.addValue(accept);
        return !types.getValues().isEmpty() && types.getValues().getFirst().equals("text/html");
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
        codings.addValue(context.header("Accept-Encoding"));
        if (codings.getValues().contains("gzip")) {
            context.header("Content-Encoding", "gzip").result(asset.zipped());
        } else {
            context.result(asset.content());
        }
    }
}
