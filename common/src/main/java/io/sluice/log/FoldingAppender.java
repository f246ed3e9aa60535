package io.sluice.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// An appender that passes lines on to another appender, the same line at most once a minute: the first at
/// once, the following ones after a minute as one line with their number in `repeated`. Two lines are the
/// same when they differ only in time and thread.
///
/// Kafka's own warnings and errors become lines of the logger `io.sluice.kafka` that explain their meaning;
/// lines with the same meaning are the same. Lines of a Kafka logger with the level DEBUG stay unchanged.
public final class FoldingAppender extends UnsynchronizedAppenderBase<ILoggingEvent>
        implements AppenderAttachable<ILoggingEvent> {

    static final Duration WINDOW = Duration.ofMinutes(1);

    /// The name of the logger of Kafka's explained lines.
    static final String KAFKA = "io.sluice.kafka";

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final int MOST_LINES = 512;

    /// Longer lines, such as thread dumps, are passed on unchanged.
    private static final int LONGEST_KEY = 4_000;

    private final AppenderAttachableImpl<ILoggingEvent> target = new AppenderAttachableImpl<>();
    private final LongSupplier nanoTime;

    /// Separate from warnings, which one line for each upload must not displace.
    private final RecentLines<String> usual = new RecentLines<>(WINDOW, MOST_LINES);

    private final RecentLines<String> troubles = new RecentLines<>(WINDOW, MOST_LINES);
    private final AtomicBoolean lookingAgain = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("sluice-log-folding").factory());

    /// Called by Logback.
    public FoldingAppender() {
        this(System::nanoTime);
    }

    FoldingAppender(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        timer.setKeepAliveTime(1, TimeUnit.MINUTES);
        timer.allowCoreThreadTimeOut(true);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.INFO)) {
            target.appendLoopOnAppenders(event);
        } else if (isKafkas(event)) {
            appendKafkas(event);
        } else {
            fold(event, FoldedEvents.key(event));
        }
    }

    /// Writes the lines that are due.
    void flush() {
        var now = nanoTime.getAsLong();
        usual.due(now).forEach(this::write);
        troubles.due(now).forEach(this::write);
    }

    @Override
    public void stop() {
        if (isStarted()) {
            super.stop();
            timer.shutdownNow();
            usual.drain().forEach(this::write);
            troubles.drain().forEach(this::write);
            target.detachAndStopAllAppenders();
        }
    }

    private static boolean isKafkas(ILoggingEvent event) {
        var logger = event.getLoggerName();
        return event.getLevel().isGreaterOrEqual(Level.WARN)
                && (logger.startsWith("org.apache.kafka.")
                        || logger.startsWith("kafka.")
                        || logger.equals("state.change.logger"));
    }

    private void appendKafkas(ILoggingEvent event) {
        var loggers = (LoggerContext) getContext();
        if (loggers.getLogger(event.getLoggerName()).isDebugEnabled()) {
            target.appendLoopOnAppenders(event);
            return;
        }
        var trouble = KafkaTrouble.of(FoldedEvents.said(event));
        fold(FoldedEvents.ofKafka(loggers.getLogger(KAFKA), event, trouble), FoldedEvents.kafkaKey(event, trouble));
    }

    private void fold(ILoggingEvent event, String key) {
        if (key.length() > LONGEST_KEY) {
            target.appendLoopOnAppenders(event);
            return;
        }
        // reads the thread's data before another thread may write the event
        event.prepareForDeferredProcessing();
        var lines = event.getLevel().isGreaterOrEqual(Level.WARN) ? troubles : usual;
        if (lines.isNew(key, event, nanoTime.getAsLong())) {
            target.appendLoopOnAppenders(event);
        } else {
            lookAgain();
        }
    }

    private void write(RecentLines.Due due) {
        var loggers = (LoggerContext) getContext();
        target.appendLoopOnAppenders(
                FoldedEvents.repeated(loggers.getLogger(due.event().getLoggerName()), due.event(), due.repeated()));
    }

    private void lookAgain() {
        if (lookingAgain.compareAndSet(false, true)) {
            try {
                var _ = timer.schedule(this::flushAndLookAgain, LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException _) {
                // stopped meanwhile: stopping has written the rest
            }
        }
    }

    private void flushAndLookAgain() {
        lookingAgain.set(false);
        flush();
        if (usual.hasRepeated() || troubles.hasRepeated()) {
            lookAgain();
        }
    }

    @Override
    public void addAppender(Appender<ILoggingEvent> appender) {
        target.addAppender(appender);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return target.iteratorForAppenders();
    }

    @Override
    public @Nullable Appender<ILoggingEvent> getAppender(String name) {
        return target.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> appender) {
        return target.isAttached(appender);
    }

    @Override
    public void detachAndStopAllAppenders() {
        target.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> appender) {
        return target.detachAppender(appender);
    }

    @Override
    public boolean detachAppender(String name) {
        return target.detachAppender(name);
    }
}
