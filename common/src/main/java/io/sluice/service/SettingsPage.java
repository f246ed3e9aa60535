package io.sluice.service;

import io.sluice.config.Setting;
import java.util.ArrayList;
import java.util.List;

/// The list of all settings, for `--help`.
public final class SettingsPage {

    private static final int WIDTH = 98;
    private static final String INDENT = "      ";

    private SettingsPage() {}

    /// Returns the lines of the page.
    public static List<String> lines(List<Setting<?>> settings) {
        var lines = new ArrayList<>(List.of("", "Settings, each an environment variable:", ""));
        for (var setting : settings) {
            lines.add("  " + setting.key() + shown(setting));
            lines.addAll(wrapped(setting.help()));
        }
        return lines;
    }

    private static String shown(Setting<?> setting) {
        return setting.defaultText().isEmpty() ? "" : "  [" + setting.defaultText() + "]";
    }

    private static List<String> wrapped(String help) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : help.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH - INDENT.length()) {
                lines.add(INDENT + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(INDENT + line);
        return lines;
    }
}
