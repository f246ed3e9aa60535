package io.sluice.copier;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.service.FoundationConfig;
import io.sluice.service.ServiceMain;
import io.sluice.service.ServiceProcess;
import io.sluice.service.ShutdownSignal;
import io.sluice.service.StatusConfig;
import java.time.Duration;
import java.util.List;

/// The main class of the copier as a separate process.
public final class CopierMain {

    /// Supported settings.
    public static final List<Setting<?>> SETTINGS =
            FoundationConfig.distinct(CopierConfig.SETTINGS, StatusConfig.SETTINGS, FoundationConfig.SETTINGS);

    private static final ServiceMain MAIN = new ServiceMain(
            "copier", "Copies images between organizations: single images and whole organizations.", SETTINGS);

    private CopierMain() {}

    public static void main(String[] arguments) {
        System.exit(MAIN.run(arguments, System.getenv(), CopierMain::run));
    }

    private static void run(Settings settings, ShutdownSignal stop) throws Exception {
        var config = CopierConfig.from(settings);
        MAIN.serve(
                settings, stop, ServiceProcess.withStatusServer(settings), Duration.ZERO, (resources, _, services) -> {
                    var images = services.add(resources.startImages());
                    services.add(Copier.start(config, resources, images));
                });
    }
}
