package io.sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// A reader of settings from an environment that collects all problems and reports them together.
///
/// Used once at start, by one thread: the configuration records read their values with [#get], then [#check]
/// reports every invalid value and every unknown `SLUICE_…` variable.
public final class Settings {

    /// Prefix of all environment variables of Sluice.
    public static final String PREFIX = "SLUICE_";

    private final Map<String, String> environment;
    private final Map<String, String> effective = new LinkedHashMap<>();
    private final Map<String, String> changed = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    public Settings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// Returns the value of `setting`, or its default when it is unset, empty or invalid; [#check] reports an
    /// invalid value.
    public <T> T get(Setting<T> setting) {
        var given = environment.getOrDefault(setting.key(), "");
        var shown = setting.secret() && !given.isEmpty() ? "(set)" : given.isEmpty() ? setting.defaultText() : given;
        effective.put(setting.key(), shown);
        if (!shown.equals(setting.defaultText())) {
            changed.put(setting.key(), shown);
        }
        if (!given.isEmpty()) {
            try {
                return setting.parser().apply(given);
            } catch (IllegalArgumentException e) {
                problems.add(setting.key() + "=" + (setting.secret() ? "(secret)" : given) + ": " + e.getMessage());
            }
        }
        return setting.parser().apply(setting.defaultText());
    }

    /// Returns the value of `setting` when it is set and valid. For rarely used settings: an unset one does
    /// not appear in [#effective()].
    public <T> Optional<T> find(Setting<T> setting) {
        return environment.getOrDefault(setting.key(), "").isEmpty() ? Optional.empty() : Optional.of(get(setting));
    }

    /// Adds a problem that concerns several settings.
    public void problem(String message) {
        problems.add(message);
    }

    /// Throws when a problem was found.
    /// @throws ConfigurationException with every problem, one a line
    public void check() {
        var unknown = new TreeSet<>(environment.keySet());
        unknown.removeIf(key -> !key.startsWith(PREFIX) || effective.containsKey(key));
        unknown.forEach(key -> problems.add(key + ": there is no such setting, see --help"));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n", problems));
        }
    }

    /// Returns the effective values that differ from their defaults, as [#effective()] does.
    public Map<String, String> changed() {
        return new LinkedHashMap<>(changed);
    }

    /// Returns the effective values by key, in the order in which they were read; secrets are hidden.
    public Map<String, String> effective() {
        return new LinkedHashMap<>(effective);
    }
}
