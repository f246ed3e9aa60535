package io.sluice.lab.storm.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The running clients, each on its own thread, until they are stopped.
public final class Traffic implements AutoCloseable {

    private final AtomicBoolean over = new AtomicBoolean();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<? extends Future<?>> runs;

    /// Returns the pause of each client so that all clients together send `rate` requests per second, if
    /// responses are immediate.
    public static Duration pause(int clients, double rate) {
        return Duration.ofNanos((long) (TimeUnit.SECONDS.toNanos(1) * clients / rate));
    }

    /// @param pause average pause of each client between two requests
    public Traffic(List<Client> clients, Duration pause) {
        runs = clients.stream()
                .map(client -> threads.submit(() -> {
                    client.run(over::get, pause);
                    return null;
                }))
                .toList();
    }

    /// Stops the clients after their current requests.
    public void end() {
        over.set(true);
    }

    /// Stops the clients and waits for the last responses.
    ///
    /// @throws ExecutionException when a client has failed because of a bug
    public void join() throws InterruptedException, ExecutionException {
        end();
        for (var run : runs) {
            run.get();
        }
    }

    @Override
    public void close() {
        end();
        threads.close();
    }
}
