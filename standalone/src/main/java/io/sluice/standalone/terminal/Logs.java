package io.sluice.standalone.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/// The log level of commands.
public final class Logs {

    private Logs() {}

    /// Restricts the log to warnings and errors, for commands whose own output reports progress.
    public static void onlyTroubles() {
        if (LoggerFactory.getLogger("io.sluice") instanceof Logger logger) {
            logger.setLevel(Level.WARN);
        }
    }
}
