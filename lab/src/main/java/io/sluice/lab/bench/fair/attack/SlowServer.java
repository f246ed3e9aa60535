package io.sluice.lab.bench.fair.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A web server that accepts connections and answers nothing on one half of them, and a byte a second on the
/// other. It listens on several addresses of this machine, where the system has them, as several hosts would.
final class SlowServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SlowServer.class);
    private static final int HOSTS = 10;
    private static final int ACCEPT_QUEUE = 1_000;

    /// Most connections that are kept; the oldest is closed for a further one.
    private static final int MOST_CONNECTIONS = 10_000;

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 100000\r\n\r\n".getBytes(US_ASCII);

    private final List<ServerSocket> hosts;
    private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("slow-server").daemon().factory());

    private static final class Connection {
        private final Socket socket;
        private final boolean answers;
        private int sent;

        Connection(Socket socket, boolean answers) {
            this.socket = socket;
            this.answers = answers;
        }

        /// @return whether the connection still stands, as far as can be seen
        boolean sendOne() {
            try {
                if (answers) {
                    socket.getOutputStream().write(sent < ANSWER.length ? ANSWER[sent] : 'x');
                    sent++;
                }
                return true;
            } catch (IOException _) {
                return false; // the client has closed it
            }
        }
    }

    private SlowServer(List<ServerSocket> hosts) {
        this.hosts = hosts;
        hosts.forEach(
                host -> Thread.ofPlatform().name("slow-server-accept").daemon().start(() -> accept(host)));
        var _ = clock.scheduleAtFixedRate(this::sendOneEach, 1, 1, TimeUnit.SECONDS);
    }

    static SlowServer start() {
        var hosts = new ArrayList<ServerSocket>();
        try {
            hosts.add(new ServerSocket(0, ACCEPT_QUEUE, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException("no port left for a server of this benchmark", e);
        }
        for (var host = 2; host <= HOSTS; host++) {
            try {
                var another = new ServerSocket();
                another.bind(new InetSocketAddress("127.0.0." + host, 0), ACCEPT_QUEUE);
                hosts.add(another);
            } catch (IOException e) { // systems other than Linux have 127.0.0.1 alone
                LOG.atDebug().setCause(e).log("one address less to listen on");
            }
        }
        return new SlowServer(hosts);
    }

    /// A URL of one of the hosts, which ends with `/`.
    String address(int number) {
        var host = hosts.get(number % hosts.size());
        return "http://" + host.getInetAddress().getHostAddress() + ':' + host.getLocalPort() + '/';
    }

    private void accept(ServerSocket host) {
        var answers = false;
        while (!host.isClosed()) {
            try {
                connections.add(new Connection(host.accept(), answers));
                answers = !answers;
                if (connections.size() > MOST_CONNECTIONS) {
                    close(connections.poll());
                }
            } catch (IOException e) { // closed, or out of file descriptors
                LOG.atDebug().setCause(e).log("connection not accepted");
            }
        }
    }

    private void sendOneEach() {
        connections.removeIf(connection -> {
            if (connection.sendOne()) {
                return false;
            }
            close(connection);
            return true;
        });
    }

    private static void close(Connection connection) {
        try {
            connection.socket.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("connection not closed");
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        for (var host : hosts) {
            try {
                host.close();
            } catch (IOException e) {
                LOG.atDebug().setCause(e).log("server not closed");
            }
        }
        connections.forEach(SlowServer::close);
    }
}
