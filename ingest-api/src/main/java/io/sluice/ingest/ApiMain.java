package io.sluice.ingest;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.ingest.door.FrontDoor;
import io.sluice.service.FoundationConfig;
import io.sluice.service.ServiceMain;
import io.sluice.service.ServiceProcess;
import io.sluice.service.ShutdownSignal;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The main class of the API as a separate process.
public final class ApiMain {

    private static final Logger LOG = LoggerFactory.getLogger(ApiMain.class);

    private static final Setting<Duration> STOP_DELAY = Setting.duration(
            "SLUICE_STOP_DELAY",
            "5s",
            "how long requests are still taken after the stop signal, while readiness already says no");

    /// Supported settings.
    public static final List<Setting<?>> SETTINGS =
            FoundationConfig.distinct(List.of(STOP_DELAY), ApiConfig.SETTINGS, FoundationConfig.SETTINGS);

    private static final ServiceMain MAIN =
            new ServiceMain("ingest-api", "Serves the REST API: accepts uploads, changes and queries.", SETTINGS);

    private ApiMain() {}

    public static void main(String[] arguments) {
        System.exit(MAIN.run(arguments, System.getenv(), ApiMain::run));
    }

    private static void run(Settings settings, ShutdownSignal stop) throws Exception {
        var config = ApiConfig.from(settings);
        // a proxy notices the end of readiness at its next check and sends no more requests after that
        var stopDelay = settings.get(STOP_DELAY);
        var kafka = FoundationConfig.kafka(settings);
        if (config.access().tokenKey().isEmpty()) {
            LOG.atInfo().log(
                    "tokens of this node are valid on this node only, SLUICE_TOKEN_KEY makes them valid on all");
        }
        var process = new ServiceProcess<>(
                FoundationConfig.from(settings),
                _ -> kafka,
                config.listener().host(),
                (readiness, meters) -> FrontDoor.open(config.door(), readiness, meters));
        MAIN.serve(settings, stop, process, stopDelay, (resources, http, services) -> {
            var images = services.add(resources.startImages());
            services.add(ApiService.start(config, resources, images, http));
        });
    }
}
