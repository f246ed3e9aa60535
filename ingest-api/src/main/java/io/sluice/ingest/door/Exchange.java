package io.sluice.ingest.door;

import io.sluice.ingest.place.LeastRate;
import io.sluice.ingest.wire.Problem;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.IdleTimeout;
import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/// A request in progress. Either its handler answers it or, after too long without progress, [#giveUp]
/// does: exactly one of them completes it for the server. After that, the handler has no effect on the
/// connection or the server; its reads and writes fail like those of a closed connection.
///
/// The handler has a separate response. Its status and header fields are copied to the server's response
/// with the first byte that is written. Until then the server's response is unchanged, so that another
/// response is possible at any time. No lock is held during calls to the server or the handler.
final class Exchange {

    private enum Phase {
        /// Nothing has been written.
        OPEN,
        /// The handler has begun to write its response.
        COMMITTED,
        /// The handler's response is complete.
        DONE,
        /// Answered or aborted in place of the handler.
        TAKEN
    }

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Components components;
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final AnswerPace pace;
    private final Consumer<Exchange> onEnd;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);

    /// Counts down the return of the handler and the completion of its response. The server reuses the
    /// objects of a request for the next one of the connection, so the request is completed only after
    /// both.
    private final AtomicInteger missing = new AtomicInteger(2);

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /// Wrappers that the server calls at the end of the request. They are registered only then, because
    /// after [#giveUp] the handler still uses objects that they recycle.
    private final Queue<Function<HttpStream, HttpStream>> streamWrappers = new ConcurrentLinkedQueue<>();

    private volatile long lastProgress = System.nanoTime();
    private volatile boolean writing;

    /// @param leastRate minimum rate at which the client reads the response
    /// @param onEnd     called once, when the request is answered
    Exchange(Request request, Response response, Callback callback, LeastRate leastRate, Consumer<Exchange> onEnd) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.components = request.getComponents();
        this.incoming = new Incoming();
        this.outgoing = new Outgoing();
        this.pace = new AnswerPace(leastRate);
        this.onEnd = onEnd;
    }

    /// Calls `handler`, unless the request is answered already.
    void handle(Handler handler) {
        if (!isServing()) {
            return;
        }
        var completion = new Completion();
        try {
            if (!handler.handle(incoming, outgoing, completion)) {
                Response.writeError(incoming, outgoing, completion, HttpStatus.NOT_FOUND_404);
            }
        } catch (Throwable e) { // the server converts it to a response
            completion.failed(e);
        } finally {
            endOne();
        }
    }

    /// Returns the time since a byte of the body was read or of the response was written.
    Duration stillFor(long nanoTime) {
        var still = nanoTime - lastProgress;
        if (writing && request.getConnectionMetaData().getConnection().getEndPoint() instanceof IdleTimeout endPoint) {
            // a long write makes progress before it is complete
            still = Math.min(still, Duration.ofMillis(endPoint.getIdleFor()).toNanos());
        }
        return Duration.ofNanos(Math.max(0, still));
    }

    boolean isReadTooSlowly(long nanoTime) {
        return pace.isTooSlow(nanoTime);
    }

    /// Ends the request in place of its handler: with `problem`, or by closing the connection when the
    /// handler has begun to write its response.
    ///
    /// @return false when the request had ended already
    boolean giveUp(Problem problem) {
        if (phase.compareAndSet(Phase.OPEN, Phase.TAKEN)) {
            Refusal.answerAndClose(response, callback, problem);
        } else if (phase.compareAndSet(Phase.COMMITTED, Phase.TAKEN)) {
            callback.failed(new Request.Handler.AbortException("the answer made no progress"));
        } else {
            return false;
        }
        incoming.wake();
        onEnd.accept(this);
        return true;
    }

    private boolean isServing() {
        var now = phase.get();
        return now == Phase.OPEN || now == Phase.COMMITTED;
    }

    private void progress() {
        lastProgress = System.nanoTime();
    }

    private void endOne() {
        if (missing.decrementAndGet() > 0) {
            return;
        }
        var before = phase.getAndUpdate(now -> now == Phase.TAKEN ? now : Phase.DONE);
        if (before == Phase.TAKEN) {
            return;
        }
        var failed = failure.get();
        if (before == Phase.OPEN && failed == null) {
            outgoing.copyHead();
        }
        streamWrappers.forEach(request::addHttpStreamWrapper);
        if (failed == null) {
            callback.succeeded();
        } else {
            callback.failed(failed);
        }
        onEnd.accept(this);
    }

    private static EofException gone() {
        return new EofException("the request was answered in place of its handler");
    }

    /// The callback that the handler completes.
    private final class Completion implements Callback {

        private final AtomicBoolean completed = new AtomicBoolean();

        @Override
        public void succeeded() {
            if (completed.compareAndSet(false, true)) {
                endOne();
            }
        }

        @Override
        public void failed(Throwable x) {
            if (completed.compareAndSet(false, true)) {
                failure.set(x);
                endOne();
            }
        }
    }

    /// The request as the handler sees it.
    private final class Incoming extends Request.Wrapper {

        /// The action that waits for more of the body.
        private final AtomicReference<@Nullable Runnable> demand = new AtomicReference<>();

        Incoming() {
            super(request);
        }

        @Override
        public Components getComponents() {
            return components; // a completed request of the server has none
        }

        @Override
        public Content.@Nullable Chunk read() {
            if (!isServing()) {
                return Content.Chunk.from(gone(), true);
            }
            var chunk = super.read();
            if (chunk != null && !Content.Chunk.isFailure(chunk)) {
                progress();
            }
            return chunk;
        }

        @Override
        public void demand(Runnable demandCallback) {
            demand.set(demandCallback);
            if (isServing()) {
                try {
                    super.demand(Invocable.from(Invocable.getInvocationType(demandCallback), this::wake));
                    return;
                } catch (IllegalStateException e) {
                    if (isServing()) {
                        throw e;
                    } // otherwise completed between the two lines above
                }
            }
            wake();
        }

        void wake() {
            var waiting = demand.getAndSet(null);
            if (waiting != null) {
                waiting.run();
            }
        }

        @Override
        public boolean consumeAvailable() {
            return isServing() && super.consumeAvailable();
        }

        @Override
        public void fail(Throwable x) {
            if (isServing()) {
                super.fail(x);
            }
        }

        @Override
        public void addIdleTimeoutListener(Predicate<TimeoutException> onIdleTimeout) {
            if (isServing()) {
                super.addIdleTimeoutListener(onIdleTimeout);
            }
        }

        @Override
        public void addFailureListener(Consumer<Throwable> onFailure) {
            if (isServing()) {
                super.addFailureListener(onFailure);
            }
        }

        @Override
        public void addHttpStreamWrapper(Function<HttpStream, HttpStream> wrapper) {
            streamWrappers.add(wrapper);
        }
    }

    /// The response as the handler sees it.
    private final class Outgoing extends Response.Wrapper {

        private final HttpFields.Mutable fields = HttpFields.build();
        private int status;
        private @Nullable Supplier<HttpFields> trailers;

        Outgoing() {
            super(incoming, response);
        }

        @Override
        public int getStatus() {
            return status;
        }

        @Override
        public void setStatus(int code) {
            if (!isCommitted()) {
                status = code;
            }
        }

        @Override
        public HttpFields.Mutable getHeaders() {
            return fields;
        }

        @Override
        public @Nullable Supplier<HttpFields> getTrailersSupplier() {
            return trailers;
        }

        @Override
        public void setTrailersSupplier(@Nullable Supplier<HttpFields> supplier) {
            trailers = supplier;
        }

        @Override
        public boolean isCommitted() {
            return phase.get() != Phase.OPEN;
        }

        @Override
        public boolean hasLastWrite() {
            return phase.get() == Phase.TAKEN || super.hasLastWrite();
        }

        @Override
        public void reset() {
            if (phase.get() == Phase.COMMITTED) {
                throw new IllegalStateException("the response is committed");
            }
            status = 0;
            trailers = null;
            fields.clear();
        }

        @Override
        public CompletableFuture<Void> writeInterim(int code, HttpFields headers) {
            return phase.get() == Phase.OPEN
                    ? super.writeInterim(code, headers)
                    : CompletableFuture.failedFuture(new IllegalStateException("the response is committed"));
        }

        @Override
        public void write(boolean last, @Nullable ByteBuffer content, Callback written) {
            if (phase.compareAndSet(Phase.OPEN, Phase.COMMITTED)) {
                copyHead();
            }
            if (phase.get() != Phase.COMMITTED) {
                written.failed(gone());
                return;
            }
            progress();
            writing = true;
            var length = content == null ? 0 : content.remaining();
            pace.begin(System.nanoTime());
            try {
                super.write(
                        last,
                        content,
                        Callback.from(
                                written.getInvocationType(),
                                () -> {
                                    writing = false;
                                    pace.end(System.nanoTime(), length);
                                    progress();
                                    written.succeeded();
                                },
                                x -> {
                                    writing = false;
                                    written.failed(x);
                                }));
            } catch (IllegalStateException e) {
                if (phase.get() == Phase.COMMITTED) {
                    throw e;
                }
                written.failed(gone()); // completed in between
            }
        }

        /// Copies status and header fields to the server's response.
        private void copyHead() {
            response.setStatus(status == 0 ? HttpStatus.OK_200 : status);
            fields.forEach(response.getHeaders()::add);
            if (trailers != null) {
                response.setTrailersSupplier(trailers);
            }
        }
    }
}
