package io.sluice.fetch;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.time.Duration;
import java.util.List;

/// How files are fetched from URLs.
///
/// @param allowPrivate whether addresses of private networks and of this machine may be fetched from
/// @param timeout      longest one fetch may take, redirects and slow servers included
/// @param attempts     how often a fetch that fails for a passing reason is tried, at least once
public record FetchConfig(boolean allowPrivate, Duration timeout, int attempts) {

    public static final FetchConfig DEFAULTS = new FetchConfig(false, Duration.ofSeconds(30), 3);

    public static final Setting<Boolean> ALLOW_PRIVATE = Setting.flag(
            "SLUICE_FETCH_ALLOW_PRIVATE",
            DEFAULTS.allowPrivate,
            "Whether URLs may point into private networks and to this machine");

    public static final Setting<Duration> TIMEOUT = Setting.duration(
            "SLUICE_FETCH_TIMEOUT", "30s", "Longest that fetching one URL may take, redirects included");

    public static final Setting<Long> ATTEMPTS = Setting.number(
            "SLUICE_FETCH_ATTEMPTS",
            DEFAULTS.attempts,
            1,
            20,
            "How often a URL is tried when its server is unreachable, overloaded or slow");

    public static final List<Setting<?>> SETTINGS = List.of(ALLOW_PRIVATE, TIMEOUT, ATTEMPTS);

    public FetchConfig {
        if (!timeout.isPositive() || attempts < 1) {
            throw new IllegalArgumentException(
                    "a fetch takes some time and at least one attempt, not " + timeout + " and " + attempts);
        }
    }

    public static FetchConfig from(Settings settings) {
        return new FetchConfig(
                settings.get(ALLOW_PRIVATE), settings.get(TIMEOUT), Math.toIntExact(settings.get(ATTEMPTS)));
    }
}
