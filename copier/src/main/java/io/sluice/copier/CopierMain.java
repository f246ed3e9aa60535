package io.sluice.copier;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.service.DataDirectory;
import io.sluice.service.Foundation;
import io.sluice.service.FoundationConfig;
import io.sluice.service.Readiness;
import io.sluice.service.ServiceMain;
import io.sluice.service.StatusConfig;
import io.sluice.service.StatusServer;
import io.sluice.service.StopSignal;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Watchdog;
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

    private static void run(Settings settings, StopSignal stop) throws Exception {
        var config = CopierConfig.from(settings);
        var status = StatusConfig.from(settings);
        var foundation = FoundationConfig.from(settings);
        var kafka = FoundationConfig.kafka(settings);
        settings.check();
        ServiceMain.log(settings);
        var meters = Foundation.newMeters();
        var readiness = new Readiness();
        var heartbeats = new Heartbeats();
        // serves health checks from the start, because restoring state may take a while
        try (var directory = DataDirectory.open(foundation.dataDirectory());
                var server = StatusServer.start(status, readiness, meters);
                var _ = Watchdog.start(
                        foundation.watchdog(), status.host(), server.port(), heartbeats, foundation.dataDirectory());
                var ground = Foundation.open(foundation, kafka, directory, meters, readiness, heartbeats);
                var images = ground.startImages();
                var _ = Copier.start(config, ground, images)) {
            readiness.complete();
            MAIN.announce(server.port());
            stop.await(readiness);
            readiness.withdraw();
        }
    }
}
