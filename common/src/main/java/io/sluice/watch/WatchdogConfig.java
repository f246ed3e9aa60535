package io.sluice.watch;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.time.Duration;
import java.util.List;

/// The time limits of the watchdog.
///
/// @param kick how long a part may hang before it is kicked
/// @param exit how long it may hang after the kick before the process is halted
public record WatchdogConfig(Duration kick, Duration exit) {

    public static final Setting<Duration> KICK = Setting.duration(
            "SLUICE_WATCHDOG_KICK", "30s", "Maximum time that a loop may hang before the watchdog restarts it");

    public static final Setting<Duration> EXIT = Setting.duration(
            "SLUICE_WATCHDOG_EXIT",
            "60s",
            "Maximum time that a loop may hang after that before the watchdog ends the process with exit code 3");

    public static final List<Setting<?>> SETTINGS = List.of(KICK, EXIT);

    public static final WatchdogConfig DEFAULTS = new WatchdogConfig(Duration.ofSeconds(30), Duration.ofSeconds(60));

    public WatchdogConfig {
        if (!kick.isPositive() || !exit.isPositive()) {
            throw new IllegalArgumentException(
                    "the limits of the watchdog must be positive, not " + kick + " and " + exit);
        }
    }

    public static WatchdogConfig from(Settings settings) {
        return new WatchdogConfig(settings.get(KICK), settings.get(EXIT));
    }
}
