package io.sluice.ingest;

import io.sluice.config.Settings;
import io.sluice.service.DataDirectory;
import io.sluice.service.Foundation;
import io.sluice.service.FoundationConfig;
import io.sluice.service.Readiness;
import io.sluice.service.ServiceMain;
import io.sluice.service.StopSignal;
import io.sluice.view.LuceneCatalogView;

/// Runs the API as a process of its own.
public final class ApiMain {

    private static final ServiceMain MAIN = new ServiceMain(
            "ingest-api",
            "Serves the REST API: takes uploads in, answers with what there is.",
            FoundationConfig.distinct(ApiConfig.SETTINGS, FoundationConfig.SETTINGS));

    private ApiMain() {}

    public static void main(String[] arguments) {
        System.exit(MAIN.run(arguments, System.getenv(), ApiMain::run));
    }

    private static void run(Settings settings, StopSignal stop) throws Exception {
        var config = ApiConfig.from(settings);
        var foundation = FoundationConfig.from(settings);
        var kafka = FoundationConfig.kafka(settings);
        settings.check();
        ServiceMain.log(settings);
        var readiness = new Readiness();
        try (var directory = DataDirectory.open(foundation.dataDirectory());
                var ground = Foundation.open(foundation, kafka, directory, Foundation.newMeters(), readiness);
                var images = ground.startImages();
                var api = ApiService.start(config, ground, images)) {
            readiness.complete();
            MAIN.announce(api.port());
            stop.await();
            readiness.withdraw();
        }
    }
}
