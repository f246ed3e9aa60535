package io.sluice.watch.exit;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A watch of the heap: when a garbage collection leaves little of it free, logs the classes that fill it.
/// That is before the JVM is out of memory and exits at once (`-XX:+ExitOnOutOfMemoryError`), without a log
/// line.
///
/// An [OutOfMemoryError] that the JVM does not exit on, such as one of direct buffers, ends the process, too.
public final class MemoryWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);

    /// Fraction of the old generation in use after a collection, from which the classes are logged.
    private static final double NEARLY_FULL = 0.85;

    private static final int CLASSES = 40;

    /// Lines above the first class: two of headings and one of dashes.
    private static final int HEADINGS = 3;

    /// Minimum time between two histograms, each of which stops the process for up to a second.
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final NotificationEmitter memory;
    private final NotificationListener listener = (notification, _) -> receive(notification);

    /// The time of the last histogram. Confined to the notifying thread.
    private long last = System.nanoTime() - PAUSE.toNanos();

    private MemoryWatch(NotificationEmitter memory) {
        this.memory = memory;
    }

    /// Starts watching this process.
    public static MemoryWatch start() {
        if (!(ManagementFactory.getMemoryMXBean() instanceof NotificationEmitter memory)) {
            throw new IllegalStateException("the JVM does not notify about its memory");
        }
        ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported())
                .filter(pool -> pool.getUsage().getMax() > 0 && pool.isUsageThresholdSupported())
                .forEach(MemoryWatch::setThreshold);
        var watch = new MemoryWatch(memory);
        memory.addNotificationListener(watch.listener, null, null);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            LOG.atError()
                    .addKeyValue("thread", thread.getName())
                    .setCause(failure)
                    .log("uncaught exception");
            endIfOutOfMemory(failure);
        });
        return watch;
    }

    /// Halts the process when `failure` is an [OutOfMemoryError]: the state of the interrupted code is
    /// unknown.
    public static void endIfOutOfMemory(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            try {
                LOG.atError().setCause(failure).log("process out of memory, halted");
            } finally {
                Runtime.getRuntime().halt(ExitCode.STOOD_STILL);
            }
        }
    }

    private static void setThreshold(MemoryPoolMXBean pool) {
        pool.setCollectionUsageThreshold((long) (pool.getUsage().getMax() * NEARLY_FULL));
    }

    private void receive(Notification notification) {
        var now = System.nanoTime();
        if (notification.getType().equals(MemoryNotificationInfo.MEMORY_COLLECTION_THRESHOLD_EXCEEDED)
                && now - last >= PAUSE.toNanos()) {
            last = now;
            try {
                LOG.atWarn()
                        .addKeyValue("used", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage())
                        .addKeyValue("classes", '\n' + histogram())
                        .log("heap nearly full");
            } catch (JMException e) {
                LOG.atWarn().setCause(e).log("heap nearly full, its classes are unknown");
            }
        }
    }

    /// Returns instances and bytes of the classes with the most bytes.
    private static String histogram() throws JMException {
        var text = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[] {"-all"}}, // without it, the JVM collects garbage first
                        new String[] {String[].class.getName()});
        return text.lines().limit(HEADINGS + CLASSES).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(null);
        try {
            memory.removeNotificationListener(listener);
        } catch (ListenerNotFoundException e) {
            throw new IllegalStateException("the memory watch is closed twice", e);
        }
    }
}
