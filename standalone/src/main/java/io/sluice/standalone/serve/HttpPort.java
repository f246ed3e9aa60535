package io.sluice.standalone.serve;

import io.sluice.ingest.ApiConfig;
import io.sluice.standalone.console.CommandFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Finds out before everything is started whether the API will be able to listen.
final class HttpPort {

    private HttpPort() {}

    static void check(ApiConfig config) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of the server before may still be winding down
            socket.bind(new InetSocketAddress(config.host(), config.port()));
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot listen on " + config.host() + ':' + config.port() + " (" + e.getMessage()
                            + "): is another server running? Choose another port with --port or SLUICE_HTTP_PORT",
                    e);
        }
    }
}
