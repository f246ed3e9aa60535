package io.sluice.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/// The replacement of log events by others, and the comparison of events.
final class FoldedEvents {

    private static final int LONGEST_QUOTE = 300;

    /// The prefix of every line of Kafka's clients; its numbers differ from line to line.
    private static final Pattern PREFIX = Pattern.compile("^(\\[[^\\]]*\\]:? *)+");

    private static final Pattern NUMBERS = Pattern.compile("\\d+");

    private FoldedEvents() {}

    /// Returns the key of one of our own lines: everything but the time and the thread.
    static String key(ILoggingEvent event) {
        var key = new StringBuilder(200)
                .append(event.getLoggerName())
                .append(event.getLevel())
                .append(event.getFormattedMessage());
        var pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (var pair : pairs) {
                key.append('\n').append(pair.key).append('=').append(pair.value);
            }
        }
        var context = event.getMDCPropertyMap();
        if (!context.isEmpty()) {
            key.append('\n').append(context);
        }
        return key.append('\n').append(failure(event)).toString();
    }

    /// Returns the key of one of Kafka's lines: its meaning, or the class and the template where that is
    /// unknown.
    static String kafkaKey(ILoggingEvent event, KafkaTrouble trouble) {
        return switch (trouble) {
            case FENCED, CONTROLLER_SLOW, COORDINATOR_AWAY, CONNECTION_LOST, TIMED_OUT ->
                trouble.code() + event.getLevel();
            case OTHER -> {
                var template =
                        PREFIX.matcher(String.valueOf(event.getMessage())).replaceFirst("");
                yield event.getLoggerName()
                        + event.getLevel()
                        + NUMBERS.matcher(template).replaceAll("0");
            }
        };
    }

    /// Creates our line for one of Kafka's lines.
    static LoggingEvent ofKafka(Logger ours, ILoggingEvent event, KafkaTrouble trouble) {
        var pairs = new ArrayList<KeyValuePair>();
        pairs.add(new KeyValuePair("kind", trouble.code()));
        pairs.add(new KeyValuePair("meaning", trouble.meaning()));
        pairs.add(new KeyValuePair("source", shortName(event.getLoggerName())));
        pairs.add(new KeyValuePair("said", firstLine(event.getFormattedMessage())));
        addFailure(event, pairs);
        return copy(ours, event, "Kafka reported trouble", pairs);
    }

    /// Returns Kafka's message with the failure: the meaning may be in either.
    static String said(ILoggingEvent event) {
        return event.getFormattedMessage() + ' ' + failure(event);
    }

    /// Creates the line for all events that were omitted since `event` was written. It has no stack trace,
    /// because that was written already.
    static LoggingEvent repeated(Logger logger, ILoggingEvent event, long repeated) {
        var pairs = new ArrayList<KeyValuePair>();
        if (event.getKeyValuePairs() != null) {
            pairs.addAll(event.getKeyValuePairs());
        }
        addFailure(event, pairs);
        pairs.add(new KeyValuePair("repeated", repeated));
        return copy(logger, event, event.getFormattedMessage(), pairs);
    }

    private static LoggingEvent copy(Logger logger, ILoggingEvent event, String message, List<KeyValuePair> pairs) {
        Level level = event.getLevel();
        var copy = new LoggingEvent(FoldedEvents.class.getName(), logger, level, null, null, null);
        copy.setMessage(message);
        copy.setThreadName(event.getThreadName());
        copy.setInstant(event.getInstant());
        copy.setMDCPropertyMap(event.getMDCPropertyMap());
        copy.setKeyValuePairs(pairs);
        return copy;
    }

    private static void addFailure(ILoggingEvent event, List<KeyValuePair> pairs) {
        if (event.getThrowableProxy() != null) {
            pairs.add(new KeyValuePair("failure", firstLine(failure(event))));
        }
    }

    private static String failure(ILoggingEvent event) {
        var failure = event.getThrowableProxy();
        return failure == null ? "" : failure.getClassName() + ": " + failure.getMessage();
    }

    private static String firstLine(String text) {
        var line = text.lines().findFirst().orElse("");
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + '…';
    }

    private static String shortName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
