package io.sluice.standalone.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/// How much of the log a command shows.
public final class Logs {

    private Logs() {}

    /// Only warnings and errors, for commands whose own output tells what happens.
    public static void onlyTroubles() {
        if (LoggerFactory.getLogger("io.sluice") instanceof Logger logger) {
            logger.setLevel(Level.WARN);
        }
    }
}
