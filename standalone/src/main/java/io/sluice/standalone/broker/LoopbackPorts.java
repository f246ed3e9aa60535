package io.sluice.standalone.broker;

import io.sluice.standalone.terminal.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// The search for free ports on the loopback address. Another process may take a free port a moment later.
public final class LoopbackPorts {

    private static final int BACKLOG = 1;

    private LoopbackPorts() {}

    /// Returns the port to listen on for the configured one.
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

    /// Whether `port` is free now.
    public static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
