package io.sluice.lab.storm.expected;

import java.util.Locale;

/// A difference between the expected and the observed state.
///
/// @param text description for people, with the name of the image, blob, operation or process
public record Violation(Kind kind, String text) {

    /// The kinds of violations.
    public enum Kind {
        /// Something that was acknowledged does not exist, or has no outcome.
        LOST,
        /// Something was decided more than once, with different results.
        DOUBLED,
        /// Something has not ended, or a process is not ready, in time.
        STUCK,
        /// Any other state that no order of the requests explains.
        WRONG;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return kind + ": " + text;
    }
}
