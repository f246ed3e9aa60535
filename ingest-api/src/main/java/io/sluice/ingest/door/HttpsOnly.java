package io.sluice.ingest.door;

import io.sluice.command.Rejection;
import io.sluice.ingest.wire.Problem;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A handler that refuses requests without TLS, except those from this machine: the watchdog, the health
/// check of a container and the command line need no certificate.
final class HttpsOnly extends Handler.Wrapper {

    HttpsOnly(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getConnectionMetaData().isSecure() || isLocal(request)) {
            return super.handle(request, response, callback);
        }
        Refusal.answer(
                request,
                response,
                callback,
                Problem.of(new Rejection.Forbidden("This server needs TLS: send the request to https://")));
        return true;
    }

    private static boolean isLocal(Request request) {
        var connection = request.getConnectionMetaData();
        return isLocal(connection.getRemoteSocketAddress(), connection.getLocalSocketAddress());
    }

    /// Returns whether a connection between these addresses stays on this machine.
    static boolean isLocal(SocketAddress remote, SocketAddress local) {
        return remote instanceof InetSocketAddress from
                && local instanceof InetSocketAddress to
                && from.getAddress() != null
                && (from.getAddress().isLoopbackAddress() || from.getAddress().equals(to.getAddress()));
    }
}
