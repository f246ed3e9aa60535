package io.sluice.standalone.job;

import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Interruption;
import io.sluice.standalone.terminal.Progress;
import io.sluice.standalone.terminal.Sentence;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Starts jobs and watches them until they end, with retries when the connection is lost: the job continues on
/// the server.
final class JobRun {

    /// Maximum time without a response from the server.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /// Maximum time for which a new job may be unknown to a node whose view lags.
    private static final Duration NEWS = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SluiceClient client;
    private final PrintStream err;

    /// @param err output for messages to the user
    JobRun(SluiceClient client, PrintStream err) {
        this.client = client;
        this.err = err;
    }

    /// Starts a job with a POST. All attempts have the same idempotency key, so that only one job is created.
    ///
    /// @param route route below the organization's images, such as `/copy-all`
    /// @return the job's id
    String start(String route, Map<String, String> headers) throws InterruptedException {
        var all = new HashMap<>(headers);
        all.put("Idempotency-Key", UUID.randomUUID().toString());
        var id =
                ask("POST", client.endpoint().images(route), all, Duration.ZERO).acceptedId();
        err.println("job " + id);
        return id;
    }

    /// Shows progress until the job has ended, and returns its last state.
    JobStatus follow(String id, String what) throws InterruptedException {
        try (var _ = Interruption.with(
                        () -> err.println("\nThe job continues on the server. Watch it with \"sluice job " + id
                                + "\", cancel it with \"sluice job " + id + " --cancel\"."));
                var progress = Progress.of(what)) {
            var shown = new Shown(progress);
            while (true) {
                var status = status(id);
                shown.show(status);
                if (status.isOver()) {
                    return status;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis()); // the server does not push progress
            }
        }
    }

    /// Cancels a job; slices in progress are completed.
    void cancel(String id) throws InterruptedException {
        ask("DELETE", route(id), Map.of(), Duration.ZERO);
    }

    private JobStatus status(String id) throws InterruptedException {
        return new JobStatus(ask("GET", route(id), Map.of(), NEWS).json());
    }

    private URI route(String id) {
        return client.endpoint().route("/jobs/" + id);
    }

    /// Sends a request until the response is final.
    ///
    /// @param news how long to retry when the target does not exist yet
    private Answer ask(String method, URI address, Map<String, String> headers, Duration news)
            throws InterruptedException {
        var began = System.nanoTime();
        var lost = false;
        while (true) {
            var waited = Duration.ofNanos(System.nanoTime() - began);
            try {
                var answer = client.send(method, address, headers);
                if (answer.status() < 300) {
                    return answer;
                }
                var passing = answer.isPassing() || (answer.status() == 404 && waited.compareTo(news) < 0);
                if (!passing || waited.compareTo(PATIENCE) > 0) {
                    throw new CommandFailure("the server refused the request: " + answer.message());
                }
            } catch (IOException e) {
                if (waited.compareTo(PATIENCE) > 0) {
                    throw new CommandFailure(Sentence.of(e), e);
                }
                if (!lost) {
                    err.println("\n" + Sentence.of(e) + "; retrying …");
                    lost = true;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    /// The counts that the progress already shows.
    private static final class Shown {

        private final Progress progress;
        private long total;
        private long fine;
        private long failed;

        Shown(Progress progress) {
            this.progress = progress;
        }

        void show(JobStatus status) {
            progress.expect(Math.max(0, status.total() - total));
            total = Math.max(total, status.total());
            for (; failed < status.failed(); failed++) {
                progress.fail();
            }
            for (; fine < status.treated() - status.failed(); fine++) {
                progress.step();
            }
        }
    }
}
