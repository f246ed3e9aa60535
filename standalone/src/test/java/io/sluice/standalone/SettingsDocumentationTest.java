package io.sluice.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Setting;
import io.sluice.copier.CopierMain;
import io.sluice.ingest.ApiMain;
import io.sluice.processor.OptimizerSettings;
import io.sluice.processor.ProcessorMain;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.worker.WorkerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Checks that the page of all settings matches the settings of the services. After a change of a setting,
/// run this once with `-Dsluice.settings.write=true` and review the diff.
class SettingsDocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "settings.md");
    private static final String HEAD = "| setting | default | service | meaning |\n|---|---|---|---|\n";

    /// The settings of each service; the first service determines the order.
    private static final Map<String, List<Setting<?>>> SERVICES = services();

    /// Defaults that depend on the machine.
    private static final Map<String, String> BY_MACHINE = Map.of(
            WorkerConfig.WORKERS.key(),
            "4 per processor, at least 16",
            OptimizerSettings.THREADS.key(),
            "1 per processor");

    /// A row of the table. A setting may have a different meaning in another service.
    private record Row(String key, String shownDefault, String help) {

        static Row of(Setting<?> setting) {
            var given = setting.defaultText().isEmpty() ? "" : '`' + setting.defaultText() + '`';
            var help = setting.help();
            return new Row(
                    setting.key(),
                    BY_MACHINE.getOrDefault(setting.key(), given),
                    Character.toUpperCase(help.charAt(0)) + help.substring(1));
        }

        String text(List<String> services) {
            var of = services.size() == SERVICES.size() ? "all" : String.join(", ", services);
            return "| `" + key + "` | " + shownDefault + " | " + of + " | " + help + " |\n";
        }
    }

    @Test
    void listsEverySettingOfEveryService() throws Exception {
        var page = Files.readString(PAGE);
        var table = page.indexOf(HEAD);
        assertThat(table).as("place of the table").isPositive();
        if (Boolean.getBoolean("sluice.settings.write")) {
            Files.writeString(PAGE, page.substring(0, table) + table());
        }

        assertThat(PAGE).content(UTF_8).endsWith(table());
    }

    private static String table() {
        var rows = new LinkedHashMap<Row, List<String>>();
        SERVICES.forEach((service, settings) -> settings.forEach(setting ->
                rows.computeIfAbsent(Row.of(setting), _ -> new ArrayList<>()).add(service)));
        return rows.entrySet().stream()
                .map(row -> row.getKey().text(row.getValue()))
                .collect(joining("", HEAD, ""));
    }

    private static Map<String, List<Setting<?>>> services() {
        var services = new LinkedHashMap<String, List<Setting<?>>>();
        services.put("serve", StandaloneConfig.SETTINGS);
        services.put("ingest-api", ApiMain.SETTINGS);
        services.put("processor", ProcessorMain.SETTINGS);
        services.put("copier", CopierMain.SETTINGS);
        return services;
    }
}
