package io.sluice.ingest;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.service.DataDirectory;
import io.sluice.service.Foundation;
import io.sluice.service.FoundationConfig;
import io.sluice.service.Readiness;
import io.sluice.service.ServiceMain;
import io.sluice.service.StopSignal;
import io.sluice.watch.Heartbeats;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs the API as a process of its own.
public final class ApiMain {

    private static final Setting<Duration> STOP_DELAY = Setting.duration(
            "SLUICE_STOP_DELAY",
            "5s",
            "how long requests are still taken after the stop signal, while readiness already says no");

    /// All that it can be told.
    public static final List<Setting<?>> SETTINGS =
            FoundationConfig.distinct(List.of(STOP_DELAY), ApiConfig.SETTINGS, FoundationConfig.SETTINGS);

    private static final ServiceMain MAIN = new ServiceMain(
            "ingest-api", "Serves the REST API: takes uploads in, answers with what there is.", SETTINGS);

    private ApiMain() {}

    public static void main(String[] arguments) {
        System.exit(MAIN.run(arguments, System.getenv(), ApiMain::run));
    }

    private static void run(Settings settings, StopSignal stop) throws Exception {
        var config = ApiConfig.from(settings);
        var stopDelay = settings.get(STOP_DELAY);
        var foundation = FoundationConfig.from(settings);
        var kafka = FoundationConfig.kafka(settings);
        settings.check();
        ServiceMain.log(settings);
        var readiness = new Readiness();
        try (var directory = DataDirectory.open(foundation.dataDirectory());
                var ground = Foundation.open(
                        foundation, kafka, directory, Foundation.newMeters(), readiness, new Heartbeats());
                var images = ground.startImages();
                var api = ApiService.start(config, ground, images)) {
            readiness.complete();
            MAIN.announce(api.port());
            stop.await(readiness);
            readiness.withdraw();
            // a proxy learns it from its next look at the readiness and sends no more requests after that
            TimeUnit.MILLISECONDS.sleep(stopDelay.toMillis());
        }
    }
}
