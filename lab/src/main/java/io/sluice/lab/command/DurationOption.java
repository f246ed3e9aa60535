package io.sluice.lab.command;

import io.sluice.config.DurationText;
import io.sluice.standalone.terminal.CommandFailure;
import java.time.Duration;

/// Options whose values are durations, such as `90s` or `10m`.
public final class DurationOption {

    private DurationOption() {}

    /// Parses the value of an option.
    ///
    /// @param option name of the option, such as `--limit`
    /// @throws CommandFailure when `text` is not a duration
    public static Duration parse(String option, String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(option + ' ' + e.getMessage() + ", not \"" + text + '"', e);
        }
    }
}
