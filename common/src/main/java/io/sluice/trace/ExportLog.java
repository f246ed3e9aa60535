package io.sluice.trace;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/// The warnings of OpenTelemetry as lines of our log, without stack traces, so that repeated ones are folded.
final class ExportLog extends Handler {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ExportLog.class);

    /// The reference prevents that the logger is collected.
    private static final Logger OPENTELEMETRY = Logger.getLogger("io.opentelemetry");

    /// Would make every line another one.
    private static final Pattern COUNT = Pattern.compile("\\d+ spans");

    private ExportLog() {}

    /// Replaces the output of OpenTelemetry on the console.
    static synchronized void install() {
        if (OPENTELEMETRY.getHandlers().length == 0) {
            OPENTELEMETRY.setUseParentHandlers(false);
            OPENTELEMETRY.addHandler(new ExportLog());
        }
    }

    @Override
    public void publish(LogRecord event) {
        if (event.getLevel().intValue() >= Level.WARNING.intValue()) {
            var fault = event.getThrown();
            LOG.atWarn()
                    .addKeyValue(
                            "reason",
                            COUNT.matcher(String.valueOf(event.getMessage())).replaceFirst("spans"))
                    .addKeyValue(
                            "fault", fault == null ? "none" : fault.getClass().getName())
                    .log("traces not exported");
        }
    }

    @Override
    public void flush() {
        // nothing waits here
    }

    @Override
    public void close() {
        // has no resources
    }
}
