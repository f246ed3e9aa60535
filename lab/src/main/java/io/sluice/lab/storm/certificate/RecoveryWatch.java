package io.sluice.lab.storm.certificate;

import io.sluice.lab.storm.client.Client;
import io.sluice.lab.storm.cluster.ArmedPoint;
import io.sluice.lab.storm.cluster.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The measurement of the time that recovery takes after each kill. Safe for use by many threads.
final class RecoveryWatch implements AutoCloseable {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final long NOT_YET = -1;

    private final List<Client> clients;
    private final List<Open> kills = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread thread;

    /// A kill that is watched. Its fields are guarded by the watch.
    private static final class Open {
        private final Service service;
        private final ArmedPoint point;
        private final long at;
        private long readyMs = NOT_YET;
        private long endedMs = NOT_YET;

        Open(Service service, ArmedPoint point, long at) {
            this.service = service;
            this.point = point;
            this.at = at;
        }
    }

    /// @param clients those whose accepted operations are watched
    RecoveryWatch(List<Client> clients) {
        this.clients = List.copyOf(clients);
        this.thread = Thread.ofVirtual().name("recovery").start(this::watch);
    }

    /// Begins to watch a process that has halted.
    ///
    /// @param at when it has halted, by [System#nanoTime()]
    synchronized void killed(Service service, ArmedPoint point, long at) {
        kills.add(new Open(service, point, at));
    }

    synchronized int count() {
        return kills.size();
    }

    /// Returns all kills with the times that are known.
    synchronized List<Kill> kills() {
        look();
        return kills.stream()
                .map(kill -> new Kill(
                        kill.service.name(), kill.point.point(), kill.point.pass(), kill.readyMs, kill.endedMs))
                .toList();
    }

    private void watch() {
        try {
            while (!over.get()) {
                look();
                TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        for (var kill : kills) {
            if (kill.readyMs == NOT_YET) {
                kill.service.readyAfter(kill.at).ifPresent(ready -> kill.readyMs = millis(ready - kill.at));
            }
            if (kill.endedMs == NOT_YET && clients.stream().noneMatch(client -> client.hasOpenSince(kill.at))) {
                kill.endedMs = millis(System.nanoTime() - kill.at);
            }
        }
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    @Override
    public void close() {
        over.set(true);
        thread.interrupt();
    }
}
