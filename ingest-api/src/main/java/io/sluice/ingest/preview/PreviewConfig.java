package io.sluice.ingest.preview;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.time.Duration;
import java.util.List;

/// The resources of previews.
///
/// @param cells    number of child processes, which is the maximum number of previews made at once
/// @param patience longest wait of a request for the previews before it
public record PreviewConfig(int cells, Duration patience) {

    public static final Setting<Long> CELLS = Setting.number(
            "SLUICE_PREVIEW_CELLS",
            1,
            1,
            100,
            "Number of child processes that make previews, each one at a time and with at most 384 MB of heap");

    public static final Setting<Duration> PATIENCE = Setting.duration(
            "SLUICE_PREVIEW_WAIT", "20s", "How long a request waits for the previews before it; then it gets 503");

    public static final List<Setting<?>> SETTINGS = List.of(CELLS, PATIENCE);

    public static final PreviewConfig DEFAULTS = new PreviewConfig(1, Duration.ofSeconds(20));

    public PreviewConfig {
        if (cells < 1 || !patience.isPositive()) {
            throw new IllegalArgumentException(
                    "there must be a process for previews and some patience, not " + cells + " and " + patience);
        }
    }

    public static PreviewConfig from(Settings settings) {
        return new PreviewConfig(settings.get(CELLS).intValue(), settings.get(PATIENCE));
    }
}
