package io.sluice.fetch;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The configuration of fetches from URLs.
///
/// @param allowPrivate whether addresses of private networks and of this machine are allowed
/// @param timeout      maximum duration of one fetch, including redirects and slow servers
/// @param attempts     maximum number of attempts after temporary failures, at least 1
/// @param ports        allowed ports of URLs; all when it is empty
public record FetchConfig(boolean allowPrivate, Duration timeout, int attempts, Set<Integer> ports) {

    private static final int LAST_PORT = 65_535;
    private static final Set<Integer> WEB = Set.of(80, 443);

    public static final FetchConfig DEFAULTS = new FetchConfig(false, Duration.ofSeconds(30), 3, WEB);

    public static final Setting<Boolean> ALLOW_PRIVATE = Setting.flag(
            "SLUICE_FETCH_ALLOW_PRIVATE",
            DEFAULTS.allowPrivate,
            "Whether URLs may refer to private networks and to this machine");

    public static final Setting<Duration> TIMEOUT = Setting.duration(
            "SLUICE_FETCH_TIMEOUT", "30s", "Maximum duration of fetching one URL, including redirects");

    public static final Setting<Long> ATTEMPTS = Setting.number(
            "SLUICE_FETCH_ATTEMPTS",
            DEFAULTS.attempts,
            1,
            20,
            "Maximum number of attempts when a URL's server is unreachable, overloaded or slow");

    public static final Setting<Set<Integer>> PORTS = new Setting<>(
            "SLUICE_FETCH_PORTS",
            "",
            "Allowed ports of URLs besides 80 and 443, separated by commas; all ports when"
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

    /// Whether a URL may have this port.
    boolean allows(int port) {
        return ports.isEmpty() || ports.contains(port);
    }
}
