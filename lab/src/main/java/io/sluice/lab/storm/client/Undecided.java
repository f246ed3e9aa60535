package io.sluice.lab.storm.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.lab.storm.call.Caller;
import io.sluice.lab.storm.call.Caller.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The operations and jobs accepted from one client that are not decided yet. For one thread.
final class Undecided {

    private final Caller caller;
    private final List<Pending> pending = new ArrayList<>();

    /// When the oldest operation was accepted that is undecided, by [System#nanoTime()]; read by other threads.
    private volatile @Nullable Long oldest;

    /// @param address address of the operation or the job
    /// @param since   when it was accepted, by [System#nanoTime()]; null for a job, which may take long
    /// @param ended   receives the result
    private record Pending(
            String address, @Nullable Long since, Predicate<JsonNode> isOver, Consumer<JsonNode> ended) {}

    Undecided(Caller caller) {
        this.caller = caller;
    }

    /// Adds an accepted operation; `ended` receives its result.
    void addOperation(Reply accepted, Consumer<JsonNode> ended) {
        add(
                accepted,
                System.nanoTime(),
                operation -> !operation.path("state").asText().equals("accepted"),
                ended);
    }

    /// Adds an accepted job; `ended` receives its result.
    void addJob(Reply accepted, Consumer<JsonNode> ended) {
        add(accepted, null, job -> job.hasNonNull("finished"), ended);
    }

    private void add(Reply accepted, @Nullable Long since, Predicate<JsonNode> isOver, Consumer<JsonNode> ended) {
        pending.add(new Pending(accepted.header("Location"), since, isOver, ended));
        findOldest();
    }

    private void findOldest() {
        oldest = pending.stream()
                .map(Pending::since)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /// Returns whether an operation, rather than a job, is undecided that was accepted before this moment by
    /// [System#nanoTime()]. May be called by any thread.
    boolean hasOpenSince(long moment) {
        var first = oldest;
        return first != null && first - moment < 0;
    }

    /// Queries each once, as long as there are responses: without a response, the others are queried later,
    /// at the next node.
    ///
    /// @return number of undecided operations and jobs
    int settle() throws InterruptedException {
        try {
            for (var waiting = pending.iterator(); waiting.hasNext(); ) {
                ask(waiting);
            }
        } catch (IOException _) {
            caller.turn();
        }
        return pending.size();
    }

    List<String> addresses() {
        return pending.stream().map(Pending::address).toList();
    }

    private void ask(Iterator<Pending> waiting) throws IOException, InterruptedException {
        var one = waiting.next();
        var answer = caller.once(caller.node(), node -> node.get(node.endpoint().route(one.address)));
        if (answer.status() == 200 && one.isOver.test(answer.json())) {
            waiting.remove();
            findOldest();
            one.ended.accept(answer.json());
        }
    }
}
