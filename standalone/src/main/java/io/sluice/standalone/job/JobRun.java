package io.sluice.standalone.job;

import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.console.CommandFailure;
import io.sluice.standalone.console.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Starts jobs and looks on until they are over, however often the connection gets lost meanwhile: the server goes on
/// by itself.
final class JobRun {

    /// How long a server may be away.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /// How long a job that was just started may be unknown, to a node that has not heard of it yet.
    private static final Duration NEWS = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SluiceClient client;
    private final PrintStream err;

    /// @param err where to tell what the user should know meanwhile
    JobRun(SluiceClient client, PrintStream err) {
        this.client = client;
        this.err = err;
    }

    /// Starts a job with a POST. It is sent under one idempotency key until there is an answer, so that there
    /// is one job whatever happens to the connection.
    ///
    /// @param route below the organization's images, such as `/copy-all`
    /// @return the job's id
    String start(String route, Map<String, String> headers) throws InterruptedException {
        var all = new HashMap<>(headers);
        all.put("Idempotency-Key", UUID.randomUUID().toString());
        var id =
                ask("POST", client.endpoint().images(route), all, Duration.ZERO).acceptedId();
        err.println("job " + id);
        return id;
    }

    /// Shows progress until the job is over, then says what it came to.
    ///
    /// @return the exit code: 0 when all was done that could be done
    int follow(String id, String what, PrintWriter out) throws InterruptedException {
        var status = watch(id, what);
        out.println(status.summary());
        return status.isFine() ? 0 : 1;
    }

    private JobStatus watch(String id, String what) throws InterruptedException {
        var hint = Thread.ofPlatform()
                .unstarted(() -> err.println("\nThe job goes on without this command. Look on with \"sluice job " + id
                        + "\", end it with \"sluice job " + id + " --cancel\"."));
        Runtime.getRuntime().addShutdownHook(hint);
        try (var progress = Progress.of(what)) {
            var shown = new Shown(progress);
            while (true) {
                var status = status(id);
                shown.show(status);
                if (status.isOver()) {
                    return status;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis()); // the server tells nobody by itself
            }
        } finally {
            forget(hint);
        }
    }

    /// Ends a job; what is under way is still finished.
    void cancel(String id) throws InterruptedException {
        ask("DELETE", route(id), Map.of(), Duration.ZERO);
    }

    private JobStatus status(String id) throws InterruptedException {
        return new JobStatus(ask("GET", route(id), Map.of(), NEWS).json());
    }

    private URI route(String id) {
        return client.endpoint().route("/jobs/" + id);
    }

    /// Asks until there is an answer that will not be another one a moment later.
    ///
    /// @param news how long to believe that something unknown will become known
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
                    throw new CommandFailure("the server refuses: " + answer.message());
                }
            } catch (IOException e) {
                if (waited.compareTo(PATIENCE) > 0) {
                    throw new CommandFailure("the server " + client.endpoint().base() + " does not answer: " + e, e);
                }
                if (!lost) {
                    err.println("\nno answer from " + client.endpoint().base() + ", trying again …");
                    lost = true;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    private static void forget(Thread hint) {
        try {
            Runtime.getRuntime().removeShutdownHook(hint);
        } catch (IllegalStateException _) {
            // shutting down: that is when the hint is due
        }
    }

    /// What the progress shows already.
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
