package io.sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Reads settings from an environment and collects every problem before it complains.
///
/// Used once at start, by one thread: the configuration records take what they need with [#get], then [#check] reports
/// all that was wrong, unknown `SLUICE_…` variables included.
public final class Settings {

    /// All variables of Sluice begin with this.
    public static final String PREFIX = "SLUICE_";

    private final Map<String, String> environment;
    private final Map<String, String> effective = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    public Settings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// The value of `setting`, or its default when it is unset, empty or wrong; the latter is reported by [#check].
    public <T> T get(Setting<T> setting) {
        var given = environment.getOrDefault(setting.key(), "");
        effective.put(
                setting.key(),
                setting.secret() && !given.isEmpty() ? "(set)" : given.isEmpty() ? setting.defaultText() : given);
        if (!given.isEmpty()) {
            try {
                return setting.parser().apply(given);
            } catch (IllegalArgumentException e) {
                problems.add(setting.key() + "=" + (setting.secret() ? "(secret)" : given) + ": " + e.getMessage());
            }
        }
        return setting.parser().apply(setting.defaultText());
    }

    /// The value of `setting` if it is given and right. One of many that hardly anybody sets: where it is not, it is
    /// not part of what is [in force][#effective()] either.
    public <T> Optional<T> find(Setting<T> setting) {
        return environment.getOrDefault(setting.key(), "").isEmpty() ? Optional.empty() : Optional.of(get(setting));
    }

    /// Adds a problem that lies between several settings.
    public void problem(String message) {
        problems.add(message);
    }

    /// @throws ConfigurationException with every problem, one a line
    public void check() {
        var unknown = new TreeSet<>(environment.keySet());
        unknown.removeIf(key -> !key.startsWith(PREFIX) || effective.containsKey(key));
        unknown.forEach(key -> problems.add(key + ": there is no such setting, see --help"));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n", problems));
        }
    }

    /// What is in force, by key, in the order it was read; secrets are hidden.
    public Map<String, String> effective() {
        return new LinkedHashMap<>(effective);
    }
}
