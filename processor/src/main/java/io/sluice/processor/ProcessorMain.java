package io.sluice.processor;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.service.FoundationConfig;
import io.sluice.service.ServiceMain;
import io.sluice.service.ServiceProcess;
import io.sluice.service.ShutdownSignal;
import io.sluice.service.StatusConfig;
import java.time.Duration;
import java.util.List;

/// The main class of the processor as a separate process.
public final class ProcessorMain {

    /// Supported settings.
    public static final List<Setting<?>> SETTINGS =
            FoundationConfig.distinct(ProcessorConfig.SETTINGS, StatusConfig.SETTINGS, FoundationConfig.SETTINGS);

    private static final ServiceMain MAIN = new ServiceMain(
            "processor", "Processes uploads (role worker) and decides catalog commands (role catalog).", SETTINGS);

    private ProcessorMain() {}

    public static void main(String[] arguments) {
        System.exit(MAIN.run(arguments, System.getenv(), ProcessorMain::run));
    }

    private static void run(Settings settings, ShutdownSignal stop) throws Exception {
        var config = ProcessorConfig.from(settings);
        MAIN.serve(
                settings,
                stop,
                ServiceProcess.withStatusServer(settings),
                Duration.ZERO,
                (resources, _, services) -> services.add(Processor.start(config, resources)));
    }
}
