package io.sluice.lab.storm.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Clients at work, each on a thread of its own, from the beginning until it is told to end.
public final class Traffic implements AutoCloseable {

    private final AtomicBoolean over = new AtomicBoolean();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<? extends Future<?>> runs;

    /// The pause of each of so many clients that together make `rate` requests a second, if they are answered at once.
    public static Duration pause(int clients, double rate) {
        return Duration.ofNanos((long) (TimeUnit.SECONDS.toNanos(1) * clients / rate));
    }

    /// @param pause of each client between two requests, on average
    public Traffic(List<Client> clients, Duration pause) {
        runs = clients.stream()
                .map(client -> threads.submit(() -> {
                    client.run(over::get, pause);
                    return null;
                }))
                .toList();
    }

    /// Has the clients make no more requests once they have their answers.
    public void end() {
        over.set(true);
    }

    /// Ends it and waits for the last answers.
    ///
    /// @throws ExecutionException when a client has met a bug
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
