package io.sluice.processor;

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

/// Runs the processor as a process of its own.
public final class ProcessorMain {

    /// All that it can be told.
    public static final List<Setting<?>> SETTINGS =
            FoundationConfig.distinct(ProcessorConfig.SETTINGS, StatusConfig.SETTINGS, FoundationConfig.SETTINGS);

    private static final ServiceMain MAIN = new ServiceMain(
            "processor", "Works on uploads (role worker) and decides the catalog (role catalog).", SETTINGS);

    private ProcessorMain() {}

    public static void main(String[] arguments) {
        System.exit(MAIN.run(arguments, System.getenv(), ProcessorMain::run));
    }

    private static void run(Settings settings, StopSignal stop) throws Exception {
        var config = ProcessorConfig.from(settings);
        var status = StatusConfig.from(settings);
        var foundation = FoundationConfig.from(settings);
        var kafka = FoundationConfig.kafka(settings);
        settings.check();
        ServiceMain.log(settings);
        var meters = Foundation.newMeters();
        var readiness = new Readiness();
        var heartbeats = new Heartbeats();
        // answers from the start: restoring state may take a while
        try (var directory = DataDirectory.open(foundation.dataDirectory());
                var server = StatusServer.start(status, readiness, meters);
                var _ = Watchdog.start(
                        foundation.watchdog(), status.host(), server.port(), heartbeats, foundation.dataDirectory());
                var ground = Foundation.open(foundation, kafka, directory, meters, readiness, heartbeats);
                var _ = Processor.start(config, ground)) {
            readiness.complete();
            MAIN.announce(server.port());
            stop.await(readiness);
            readiness.withdraw();
        }
    }
}
