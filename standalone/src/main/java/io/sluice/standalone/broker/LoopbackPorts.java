package io.sluice.standalone.broker;

import io.sluice.standalone.console.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Finds ports on the loopback address. What is free now may be taken a moment later; whoever binds first has it.
public final class LoopbackPorts {

    private static final int BACKLOG = 1;

    private LoopbackPorts() {}

    /// The port to listen on for one that was asked for.
    static int choose(int wanted) {
        if (wanted == 0) {
            return free();
        }
        if (isFree(wanted)) {
            return wanted;
        }
        if (wanted == BrokerConfig.USUAL_PORT) {
            return free();
        }
        throw new CommandFailure(
                "port " + wanted + " for the embedded Kafka broker is in use: stop what listens there, or set"
                        + " SLUICE_KAFKA_PORT to another one or to 0");
    }

    static int free() {
        try (var socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandFailure("no free port on the loopback address for the embedded Kafka broker", e);
        }
    }

    /// Whether nobody listens on `port` now.
    public static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
