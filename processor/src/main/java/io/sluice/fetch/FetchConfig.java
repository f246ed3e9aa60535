package io.sluice.fetch;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// How files are fetched from URLs.
///
/// @param allowPrivate whether addresses of private networks and of this machine may be fetched from
/// @param timeout      longest one fetch may take, redirects and slow servers included
/// @param attempts     how often a fetch that fails for a passing reason is tried, at least once
/// @param ports        that URLs may name; all when it is empty
public record FetchConfig(boolean allowPrivate, Duration timeout, int attempts, Set<Integer> ports) {

    private static final int LAST_PORT = 65_535;
    private static final Set<Integer> WEB = Set.of(80, 443);

    public static final FetchConfig DEFAULTS = new FetchConfig(false, Duration.ofSeconds(30), 3, WEB);

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

    public static final Setting<Set<Integer>> PORTS = new Setting<>(
            "SLUICE_FETCH_PORTS",
            "",
            "Ports that URLs may name beside 80 and 443, separated by commas; all ports when"
                    + " SLUICE_FETCH_ALLOW_PRIVATE is set",
            false,
            FetchConfig::parsePorts);

    public static final List<Setting<?>> SETTINGS = List.of(ALLOW_PRIVATE, TIMEOUT, ATTEMPTS, PORTS);

    public FetchConfig {
        ports = Set.copyOf(ports);
        if (!timeout.isPositive() || attempts < 1) {
            throw new IllegalArgumentException(
                    "a fetch takes some time and at least one attempt, not " + timeout + " and " + attempts);
        }
    }

    public static FetchConfig from(Settings settings) {
        var allowPrivate = settings.get(ALLOW_PRIVATE);
        var ports = new TreeSet<>(WEB);
        ports.addAll(settings.get(PORTS));
        return new FetchConfig(
                allowPrivate,
                settings.get(TIMEOUT),
                Math.toIntExact(settings.get(ATTEMPTS)),
                allowPrivate ? Set.of() : ports);
    }

    private static Set<Integer> parsePorts(String text) {
        var ports = new TreeSet<Integer>();
        for (var part : text.split(",", -1)) {
            if (!part.isBlank()) {
                ports.add(port(part.strip()));
            }
        }
        return ports;
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > LAST_PORT) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + text);
        }
        return Integer.parseInt(text);
    }

    /// Whether a URL may name `port`.
    boolean allows(int port) {
        return ports.isEmpty() || ports.contains(port);
    }
}
