package io.sluice.ingest.door;

import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.Problem;
import io.sluice.service.HealthReport;
import io.sluice.service.Readiness;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A handler of `/health/live` and `/health/ready` on the server's thread that parsed the request, which no
/// other handler can block; other requests are passed to the next handler.
final class HealthHandler extends Handler.Wrapper {

    static final String LIVE = "/health/live";
    static final String READY = "/health/ready";

    private final Readiness readiness;

    HealthHandler(Readiness readiness, Handler next) {
        super(next);
        this.readiness = readiness;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return switch (path(request)) {
            case LIVE -> answer(request, response, callback, HealthReport::live);
            case READY -> answer(request, response, callback, () -> HealthReport.of(readiness));
            default -> super.handle(request, response, callback);
        };
    }

    /// Returns the path without a slash at the end, which routes ignore too.
    private static String path(Request request) {
        var path = request.getHttpURI().getCanonicalPath();
        if (path == null) {
            return "";
        }
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static boolean answer(
            Request request, Response response, Callback callback, Supplier<HealthReport> reports) {
        var isHead = request.getMethod().equals("HEAD");
        if (!isHead && !request.getMethod().equals("GET")) {
            Refusal.answer(request, response, callback, Problem.methodNotAllowed(request.getMethod(), "GET, HEAD"));
            return true;
        }
        var report = reports.get();
        var body = Answer.bytes(report.json());
        response.setStatus(report.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.JSON_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, isHead ? null : ByteBuffer.wrap(body), callback);
        return true;
    }
}
