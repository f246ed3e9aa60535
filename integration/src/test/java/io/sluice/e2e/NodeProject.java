package io.sluice.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A directory with a package from npm, in which scripts for Node run.
///
/// @param folder removed by the caller
record NodeProject(Path folder) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// The result of a script.
    record Run(int status, String output) {}

    /// Installs a package. Without Node or the registry, the test is skipped with the reason.
    void install(String dependency) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("package.json"), "{\"private\":true}");
        for (var command : List.of(
                List.of("node", "--version"),
                List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", dependency))) {
            var reason = "it cannot run " + String.join(" ", command);
            try {
                var run = run(Map.of("npm_config_fetch_retries", "0"), command.toArray(String[]::new));
                assumeTrue(run.status() == 0, () -> reason + ": " + run.output());
            } catch (IOException e) {
                assumeTrue(false, () -> reason + ": " + e.getMessage());
            }
        }
    }

    /// Runs a script with this content.
    Run script(String name, String content, Map<String, String> environment) throws IOException, InterruptedException {
        Files.writeString(folder.resolve(name), content);
        return run(environment, "node", name);
    }

    private Run run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        var output = folder.resolve("output.txt");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return new Run(-1, "no end within " + PATIENCE + ": " + Files.readString(output));
        }
        return new Run(process.exitValue(), Files.readString(output));
    }
}
