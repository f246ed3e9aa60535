package io.sluice.ingest.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.ingest.health.ApiMetrics;
import io.sluice.ingest.place.LeastRate;
import io.sluice.ingest.wire.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The handler that passes requests to the attached API, a limited number at once, and gives up those that
/// make no progress or whose client reads too slowly. It checks them on a separate platform thread, so
/// that it works even while no handler can run.
final class Reception extends Handler.Abstract implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    /// Maximum requests whose handler has not returned.
    private static final int MAX_HANDED_OVER = 10_000;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Duration patience;
    private final LeastRate leastRate;
    private final Executor threads;
    private final MeterRegistry meters;
    private final Semaphore slots = new Semaphore(MAX_HANDED_OVER);
    private final Set<Exchange> unanswered = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sluice-http-deadline").daemon().factory());
    private volatile @Nullable Handler api;
    private volatile String whyNot = "The server is starting";

    private Reception(Duration patience, LeastRate leastRate, Executor threads, MeterRegistry meters) {
        this.patience = patience;
        this.leastRate = leastRate;
        this.threads = threads;
        this.meters = meters;
    }

    /// @param patience  maximum time without progress of a request
    /// @param leastRate minimum rate at which a client reads its response
    static Reception start(Duration patience, LeastRate leastRate, Executor threads, MeterRegistry meters) {
        var reception = new Reception(patience, leastRate, threads, meters);
        var interval = Math.clamp(patience.toMillis() / 4, 1, LONGEST_INTERVAL.toMillis());
        var _ = reception.clock.scheduleWithFixedDelay(reception::look, interval, interval, TimeUnit.MILLISECONDS);
        return reception;
    }

    void attach(Handler handler) {
        api = handler;
    }

    /// Refuses further requests, and waits up to `timeout` until those in progress are answered.
    void detach(Duration timeout) throws InterruptedException {
        whyNot = "The server is stopping";
        api = null;
        var end = System.nanoTime() + timeout.toNanos();
        while (!unanswered.isEmpty() && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
        }
        giveUp(Duration.ZERO, "The server is stopping");
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var handler = api;
        if (handler == null) {
            refuse(request, response, callback, whyNot);
        } else if (slots.tryAcquire()) {
            handOver(handler, request, response, callback);
        } else {
            refuse(request, response, callback, "Too many requests at once, try again in a moment");
        }
        return true;
    }

    private void handOver(Handler handler, Request request, Response response, Callback callback) {
        // this class limits the time of a request; a silent client fails the read or the write that waits for it
        request.addIdleTimeoutListener(_ -> false);
        var exchange = new Exchange(request, response, callback, leastRate, unanswered::remove);
        unanswered.add(exchange);
        try {
            threads.execute(() -> {
                try {
                    exchange.handle(handler);
                } finally {
                    slots.release();
                }
            });
        } catch (RejectedExecutionException | OutOfMemoryError e) { // the latter when no thread can be created
            slots.release();
            LOG.atDebug().setCause(e).log("no thread left for a request");
            exchange.giveUp(counted(unavailable("Too many requests at once, try again in a moment")));
        }
    }

    private void refuse(Request request, Response response, Callback callback, String message) {
        Refusal.answer(request, response, callback, counted(unavailable(message)));
    }

    private void look() {
        giveUp(patience, "The request made no progress for " + patience.toSeconds() + " seconds");
        var slow = Problem.answerTooSlow("The client reads fewer than " + leastRate.bytesPerSecond()
                + " bytes a second for more than " + leastRate.allowance().toSeconds() + " seconds");
        giveUp(exchange -> exchange.isReadTooSlowly(System.nanoTime()), slow);
    }

    private void giveUp(Duration still, String message) {
        var now = System.nanoTime();
        giveUp(exchange -> exchange.stillFor(now).compareTo(still) >= 0, unavailable(message));
    }

    private void giveUp(Predicate<Exchange> which, Problem problem) {
        for (var exchange : List.copyOf(unanswered)) {
            try {
                if (which.test(exchange) && exchange.giveUp(problem)) {
                    counted(problem);
                    LOG.atWarn().addKeyValue("reason", problem.message()).log("request given up");
                }
            } catch (RuntimeException e) { // otherwise the checks would end
                unanswered.remove(exchange);
                LOG.atWarn().setCause(e).log("request not given up in order");
            }
        }
    }

    private static Problem unavailable(String message) {
        return Problem.unavailable(message, RETRY_AFTER);
    }

    private Problem counted(Problem problem) {
        Counter.builder(ApiMetrics.ERRORS)
                .description("requests that ended with an error")
                .tag("reason", problem.reason())
                .register(meters)
                .increment();
        return problem;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
