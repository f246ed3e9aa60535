package io.sluice.lab.bench.fair.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads of an attack under way, from [#start] to [#close()].
final class Crew implements AutoCloseable {

    /// After the server has refused or broken off something: a client that repeats without a pause would take
    /// the processors that it shares with the server.
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    private final Attack attack;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean ended;

    private Crew(Attack attack) {
        this.attack = attack;
    }

    /// @param attack closed with this
    static Crew start(Attack attack) {
        var crew = new Crew(attack);
        for (var worker = 0; worker < attack.width(); worker++) {
            var number = worker;
            crew.threads.add(
                    Thread.ofPlatform().name("attack-" + worker).daemon().start(() -> crew.repeat(number)));
        }
        return crew;
    }

    private void repeat(int worker) {
        while (!ended) {
            try {
                attack.run(worker);
                rounds.incrementAndGet();
            } catch (InterruptedException _) {
                return;
            } catch (IOException | ExecutionException | RuntimeException e) { // the attack goes on whatever happens
                failures.incrementAndGet();
                LOG.atDebug().setCause(e).log("round of an attack failed");
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    /// What has been done, in words.
    String progress() {
        return rounds + " rounds of " + attack.width() + " threads done, " + failures + " refused or broken off";
    }

    @Override
    public void close() {
        ended = true;
        threads.forEach(Thread::interrupt);
        var end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        try {
            for (var thread : threads) {
                var _ = thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        attack.close();
    }
}
