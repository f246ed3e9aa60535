package io.sluice.watch;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.time.Duration;
import java.util.List;

/// How patient the watchdog is.
///
/// @param kick how long something may stand still before it is kicked
/// @param exit how long it may stand still after that before the process is halted
public record WatchdogConfig(Duration kick, Duration exit) {

    public static final Setting<Duration> KICK = Setting.duration(
            "SLUICE_WATCHDOG_KICK", "30s", "how long a loop may stand still before the watchdog restarts it");

    public static final Setting<Duration> EXIT = Setting.duration(
            "SLUICE_WATCHDOG_EXIT",
            "60s",
            "how long a loop may stand still after that before the watchdog ends the process with exit code 3");

    public static final List<Setting<?>> SETTINGS = List.of(KICK, EXIT);

    public static final WatchdogConfig DEFAULTS = new WatchdogConfig(Duration.ofSeconds(30), Duration.ofSeconds(60));

    public WatchdogConfig {
        if (!kick.isPositive() || !exit.isPositive()) {
            throw new IllegalArgumentException("a watchdog waits for some time, not for " + kick + " and " + exit);
        }
    }

    public static WatchdogConfig from(Settings settings) {
        return new WatchdogConfig(settings.get(KICK), settings.get(EXIT));
    }
}
