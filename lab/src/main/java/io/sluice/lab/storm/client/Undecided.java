package io.sluice.lab.storm.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.lab.storm.call.Caller;
import io.sluice.lab.storm.call.Caller.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The operations and jobs accepted from one client that are not decided yet. For one thread.
final class Undecided {

    private final Caller caller;
    private final List<Pending> pending = new ArrayList<>();

    /// @param address address of the operation or the job
    /// @param ended   receives the result
    private record Pending(String address, Predicate<JsonNode> isOver, Consumer<JsonNode> ended) {}

    Undecided(Caller caller) {
        this.caller = caller;
    }

    /// Adds an accepted operation; `ended` receives its result.
    void addOperation(Reply accepted, Consumer<JsonNode> ended) {
        add(accepted, operation -> !operation.path("state").asText().equals("accepted"), ended);
    }

    /// Adds an accepted job; `ended` receives its result.
    void addJob(Reply accepted, Consumer<JsonNode> ended) {
        add(accepted, job -> job.hasNonNull("finished"), ended);
    }

    private void add(Reply accepted, Predicate<JsonNode> isOver, Consumer<JsonNode> ended) {
        pending.add(new Pending(accepted.header("Location"), isOver, ended));
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
            one.ended.accept(answer.json());
        }
    }
}
