package io.sluice.lab.storm.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The wait until all operations accepted from clients are decided.
public final class Settling {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private Settling() {}

    /// @return the operations that are undecided after `limit`, for people; empty when there are none
    public static Optional<String> await(List<Client> clients, Duration limit) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (true) {
            var open = 0;
            for (var client : clients) {
                // without a response each of them may wait long
                open += System.nanoTime() < end
                        ? client.settlePending()
                        : client.open().size();
            }
            if (open == 0) {
                return Optional.empty();
            }
            if (System.nanoTime() > end) {
                return Optional.of(open + " accepted operations are not decided " + limit.toSeconds()
                        + " s after the storm, such as "
                        + clients.stream()
                                .flatMap(client -> client.open().stream())
                                .findFirst());
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
        }
    }
}
