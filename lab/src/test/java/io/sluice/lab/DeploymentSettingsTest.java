package io.sluice.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Setting;
import io.sluice.copier.CopierMain;
import io.sluice.ingest.ApiMain;
import io.sluice.processor.ProcessorMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Checks that the files for deployments name settings that exist.
class DeploymentSettingsTest {

    private static final Path FILES = Path.of("..", "deploy");

    /// A name; not the beginning of one in a regular expression.
    private static final Pattern NAME = Pattern.compile("SLUICE_[A-Z0-9_]++(?!\\()");

    /// Properties of Kafka's clients, which Kafka defines.
    private static final Pattern OF_KAFKA = Pattern.compile("SLUICE_KAFKA_(SECURITY|SASL|SSL)_.*");

    /// A variable of Kubernetes that a comment names because it would be taken for a setting.
    private static final String SERVICE_LINK = "SLUICE_COPIER_PORT";

    @Test
    void everySettingExists() throws IOException {
        var known = new TreeSet<String>();
        Stream.of(ApiMain.SETTINGS, ProcessorMain.SETTINGS, CopierMain.SETTINGS)
                .flatMap(List::stream)
                .map(Setting::key)
                .forEach(known::add);
        known.add(SERVICE_LINK);

        var named = new TreeMap<String, Path>();
        try (var files = Files.walk(FILES)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                NAME.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .forEach(name -> named.put(name, file));
            }
        }

        assertThat(named).hasSizeGreaterThan(10);
        named.keySet()
                .removeIf(name -> known.contains(name) || OF_KAFKA.matcher(name).matches());
        assertThat(named).as("unknown settings").isEmpty();
    }
}
