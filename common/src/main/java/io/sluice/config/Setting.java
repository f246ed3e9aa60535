package io.sluice.config;

import java.time.Duration;
import java.util.function.Function;

/// A setting: an environment variable with a type, a default and one sentence of help.
///
/// @param key         name of the environment variable; starts with `SLUICE_`
/// @param defaultText the default, in the notation of the environment variable
/// @param help        one sentence, with the unit
/// @param secret      whether the value is never printed
/// @param parser      converts the text to a value; throws [IllegalArgumentException] with what is allowed
public record Setting<T>(String key, String defaultText, String help, boolean secret, Function<String, T> parser) {

    public static Setting<String> text(String key, String defaultText, String help) {
        return new Setting<>(key, defaultText, help, false, Function.identity());
    }

    public static Setting<String> secret(String key, String help) {
        return new Setting<>(key, "", help, true, Function.identity());
    }

    /// Creates a setting that is a whole number from `min` to `max`.
    public static Setting<Long> number(String key, long defaultValue, long min, long max, String help) {
        return new Setting<>(key, Long.toString(defaultValue), help, false, text -> {
            try {
                var value = Long.parseLong(text.strip());
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("must be a whole number from " + min + " to " + max, e);
            }
            throw new IllegalArgumentException("must be a whole number from " + min + " to " + max);
        });
    }

    /// Creates a setting that is `true` or `false`.
    public static Setting<Boolean> flag(String key, boolean defaultValue, String help) {
        return new Setting<>(key, Boolean.toString(defaultValue), help, false, text -> switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        });
    }

    /// Creates a setting that is a positive duration: a whole number with `ms`, `s`, `m`, `h` or `d`.
    public static Setting<Duration> duration(String key, String defaultText, String help) {
        return new Setting<>(key, defaultText, help, false, DurationText::parse);
    }
}
