package io.sluice.watch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// A probe of `GET /health/live` on this process's own port. A platform thread sends the requests through a
/// plain socket, one at a time.
final class HealthProbe implements AutoCloseable {

    /// Maximum time of a response; long, because a slow machine does not hang.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final int LONGEST_STATUS_LINE = 200;

    private final InetSocketAddress address;
    private final AtomicLong answers = new AtomicLong();

    /// Requests that have been ordered and have not started.
    private final Semaphore asked = new Semaphore(0);

    private final Thread thread;

    private HealthProbe(InetSocketAddress address) {
        this.address = address;
        this.thread =
                Thread.ofPlatform().daemon().name("sluice-watchdog-health").unstarted(this::run);
    }

    /// @param host the address that the port was opened on, which may be a wildcard address
    static HealthProbe start(String host, int port) {
        var local = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        var probe = new HealthProbe(new InetSocketAddress(local, port));
        probe.thread.start();
        return probe;
    }

    /// Requests another probe, which starts after the current one.
    void ask() {
        if (asked.availablePermits() == 0) {
            asked.release();
        }
    }

    Look look() {
        return new Look(this, "/health/live", answers.get(), false);
    }

    /// Closes without waiting for a request in progress.
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!thread.isInterrupted()) {
                asked.acquire();
                if (isLive()) {
                    answers.incrementAndGet();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isLive() {
        try (var socket = new Socket()) {
            socket.connect(address, Math.toIntExact(TIMEOUT.toMillis()));
            socket.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
            socket.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(US_ASCII));
            return statusLine(socket).startsWith("HTTP/1.1 200");
        } catch (IOException _) {
            return false; // the watchdog reports it when it persists
        }
    }

    private static String statusLine(Socket socket) throws IOException {
        var line = new StringBuilder();
        var in = socket.getInputStream();
        for (var octet = in.read(); octet >= 0 && octet != '\r'; octet = in.read()) {
            line.append((char) octet);
            if (line.length() > LONGEST_STATUS_LINE) {
                throw new IOException("no status line");
            }
        }
        return line.toString();
    }
}
