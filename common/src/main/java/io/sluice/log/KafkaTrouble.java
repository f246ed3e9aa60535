package io.sluice.log;

import java.util.List;
import java.util.Locale;

/// The meanings of Kafka's own warnings and errors for an operator. The first constant that matches a text
/// applies.
enum KafkaTrouble {
    FENCED(
            "fenced",
            "a broker or a client was shut out by the cluster and joins again",
            List.of("fenc", "stale_broker_epoch", "stale broker epoch", "unknown_member_id", "unknown member")),
    CONTROLLER_SLOW(
            "controller-slow",
            "the controller gets too little processor or disk time",
            List.of("slow controller event", "controller event queue", "event handler thread exception")),
    COORDINATOR_AWAY(
            "coordinator-away",
            "a partition or a group has no leader at the moment",
            List.of("coordinator", "not_leader", "not leader", "leader_not_available", "leader not available")),
    CONNECTION_LOST(
            "connection-lost",
            "a broker does not answer",
            List.of(
                    "connection to node",
                    "could not be established",
                    "disconnect",
                    "bootstrap broker",
                    "connection refused",
                    "connection reset",
                    "broken pipe")),
    TIMED_OUT("timed-out", "a broker does not answer in time", List.of("timed out", "timeout", "expired")),
    OTHER("other", "see what Kafka said", List.of());

    private final String code;
    private final String meaning;
    private final List<String> signs;

    KafkaTrouble(String code, String meaning, List<String> signs) {
        this.code = code;
        this.meaning = meaning;
        this.signs = signs;
    }

    /// @param said message of the line, and its failure
    static KafkaTrouble of(String said) {
        var text = said.toLowerCase(Locale.ROOT);
        for (var trouble : values()) {
            if (trouble.signs.stream().anyMatch(text::contains)) {
                return trouble;
            }
        }
        return OTHER;
    }

    /// Returns the short name of the meaning, the same in every line.
    String code() {
        return code;
    }

    /// Returns one phrase for people.
    String meaning() {
        return meaning;
    }
}
