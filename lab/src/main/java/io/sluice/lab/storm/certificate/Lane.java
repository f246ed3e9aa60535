package io.sluice.lab.storm.certificate;

import io.sluice.lab.storm.cluster.Cluster;
import io.sluice.lab.storm.cluster.Service;
import io.sluice.lab.storm.cluster.ServiceName;
import io.sluice.lab.storm.cluster.ServiceName.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The kills of processes of one kind, one after the other. In each round one process halts at all crash points
/// of its kind, and is started again at once; the other ones of its kind do not halt meanwhile.
final class Lane implements Callable<List<String>> {

    /// Maximum time from the start of a process until it halts at its crash point. If it does not, because it
    /// had nothing to do, the kill is made later.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Cluster cluster;
    private final List<ServiceName> processes;
    private final Queue<Card> cards;
    private final int round;
    private final long deadline;
    private final RecoveryWatch watch;

    /// @param cards    the kills to be made, from which each that was made is removed
    /// @param deadline no kill begins after this moment by [System#nanoTime()]
    /// @param watch    receives every kill
    Lane(Cluster cluster, Kind kind, Queue<Card> cards, long deadline, RecoveryWatch watch) {
        this.cluster = cluster;
        this.processes =
                cluster.processes().stream().filter(name -> name.kind() == kind).toList();
        this.cards = cards;
        this.round = Card.places(kind);
        this.deadline = deadline;
        this.watch = watch;
    }

    /// @return the problems, for people
    @Override
    public List<String> call() throws InterruptedException, ExecutionException {
        for (var number = 0; isUnderWay(); number++) {
            var missing = cluster.awaitReady(processes, PATIENCE);
            if (!missing.isEmpty()) {
                return List.of(missing + " not ready " + PATIENCE.toSeconds() + " s after a kill");
            }
            round(cluster.service(processes.get(number % processes.size())));
        }
        return List.of();
    }

    private void round(Service victim) throws InterruptedException, ExecutionException {
        victim.stopAndWait();
        try {
            for (var number = 0; number < round && isUnderWay(); number++) {
                var card = cards.element();
                var halted = await(victim.start(card.point()));
                if (halted == null) {
                    return;
                }
                watch.killed(victim, card.point(), halted);
                cards.remove();
            }
        } finally {
            victim.restart(); // also when it still waits for its crash point
        }
    }

    private boolean isUnderWay() {
        return !cards.isEmpty() && System.nanoTime() - deadline < 0;
    }

    private static @Nullable Long await(CompletableFuture<Long> halted)
            throws InterruptedException, ExecutionException {
        try {
            return halted.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return null;
        }
    }
}
