package io.sluice.standalone.demo;

import io.sluice.config.Settings;
import io.sluice.service.FoundationConfig;
import io.sluice.standalone.serve.Standalone;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.standalone.terminal.Logs;
import io.sluice.standalone.terminal.TemporaryDirectory;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command `demo`: starts a server in a temporary directory, demonstrates it, and deletes the directory.
@Command(
        name = "demo",
        header = "Demonstrates the pipeline: creates sample images, uploads, optimizes, lists and downloads them.",
        description = {
            "",
            "Runs on free ports and in a temporary directory, which is deleted at the end. Exits with status 0 if"
                    + " every step succeeded.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Logs.onlyTroubles();
        var began = System.nanoTime();
        var out = spec.commandLine().getOut();
        try (var directory = TemporaryDirectory.create("sluice-demo-")) {
            var settings = new Settings(Map.of(
                    FoundationConfig.DATA_DIRECTORY.key(),
                    directory.path().toString(),
                    "SLUICE_HTTP_HOST",
                    "127.0.0.1",
                    "SLUICE_HTTP_PORT",
                    "0",
                    "SLUICE_KAFKA_PORT",
                    "0"));
            var config = StandaloneConfig.from(settings);
            settings.check();
            out.println("Starting Kafka, the catalog, the workers and the HTTP API in one process …");
            out.flush();
            Standalone.run(config, (base, _) -> new Tour(base, out, began).run());
        }
        return 0;
    }
}
