package io.sluice.lab.storm.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A proxy between the clients of one process and a server on this machine, with controllable faults. Safe
/// for use by many threads.
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int BACKLOG = 64;

    /// The transfer of bytes.
    public sealed interface Passage {

        /// Bytes pass without delay.
        record Open() implements Passage {}

        /// Connections are reset, including new ones.
        record Cut() implements Passage {}

        /// Connections stay open, but no bytes pass.
        record Stalled() implements Passage {}

        /// Bytes pass after `delay`, at most 16 KB at a time.
        record Slow(Duration delay) implements Passage {}
    }

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /// Guards `passage`; `changed` is signalled at every change.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private Passage passage = new Passage.Open();

    private TcpProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /// Listens on a free port for connections to `target`.
    public static TcpProxy start(String name, int target) throws IOException {
        var proxy = new TcpProxy(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), target);
        Thread.ofVirtual().name("proxy-" + name).start(proxy::accept);
        return proxy;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// Sets how bytes pass from now on.
    public void set(Passage next) {
        lock.lock();
        try {
            passage = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (next instanceof Passage.Cut) {
            sockets.forEach(TcpProxy::reset);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        set(new Passage.Cut());
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException _) {
                // closed, which ends the loop
            }
        }
    }

    private void connect(Socket client) {
        var server = new Socket();
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> {
            try {
                if (pass()) {
                    server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                    client.setTcpNoDelay(true);
                    server.setTcpNoDelay(true);
                    Thread.ofVirtual().start(() -> pump(server, client));
                    pump(client, server);
                } else {
                    end(client, server);
                }
            } catch (IOException _) { // the port is closed
                end(client, server);
            }
        });
    }

    /// Transfers bytes until one side closes the connection, then closes the other side.
    private void pump(Socket from, Socket to) {
        var buffer = new byte[BUFFER_BYTES];
        try {
            for (int read; (read = from.getInputStream().read(buffer)) >= 0 && pass(); ) {
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException _) {
            // equivalent to an end of the stream
        } finally {
            end(from, to);
        }
    }

    private void end(Socket one, Socket other) {
        reset(one);
        reset(other);
        sockets.remove(one);
        sockets.remove(other);
    }

    /// Waits according to the current passage.
    ///
    /// @return whether bytes may pass
    private boolean pass() {
        try {
            Passage now;
            lock.lock();
            try {
                while (passage instanceof Passage.Stalled) {
                    changed.await();
                }
                now = passage;
            } finally {
                lock.unlock();
            }
            if (now instanceof Passage.Slow(var delay)) {
                TimeUnit.NANOSECONDS.sleep(delay.toNanos());
            }
            return !(now instanceof Passage.Cut);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Resets a connection without the regular end of TCP, as when a cable is cut.
    private static void reset(Socket socket) {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.close();
        } catch (IOException _) {
            // closed already
        }
    }
}
