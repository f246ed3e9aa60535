package io.sluice.standalone.storm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The processes of a storm.
enum ServiceName {
    BROKER(Kind.BROKER),
    API_1(Kind.API),
    API_2(Kind.API),
    PROCESSOR_1(Kind.PROCESSOR),
    PROCESSOR_2(Kind.PROCESSOR),
    COPIER_1(Kind.COPIER);

    /// What a process does.
    enum Kind {
        BROKER("io.sluice.standalone.Main", "-Xmx384m", Map.of()),
        API(
                "io.sluice.ingest.ApiMain",
                "-Xmx256m",
                Map.of("SLUICE_SYNC_TIMEOUT", "8s", "SLUICE_STOP_DELAY", "2s", "SLUICE_ROOT_API_KEY", ROOT_KEY)),
        PROCESSOR(
                "io.sluice.processor.ProcessorMain",
                "-Xmx320m",
                Map.of(
                        "SLUICE_FETCH_ALLOW_PRIVATE",
                        "true",
                        "SLUICE_WORKERS",
                        "4",
                        "SLUICE_CATALOG_STANDBY_REPLICAS",
                        "1")),
        COPIER("io.sluice.copier.CopierMain", "-Xmx256m", Map.of("SLUICE_COPY_WORKERS", "2"));

        private final String mainClass;
        private final String heap;
        private final Map<String, String> settings;

        Kind(String mainClass, String heap, Map<String, String> settings) {
            this.mainClass = mainClass;
            this.heap = heap;
            this.settings = settings;
        }

        String mainClass() {
            return mainClass;
        }

        /// The option of its JVM.
        String heap() {
            return heap;
        }

        /// What it is told beside its place and where the others are.
        Map<String, String> settings() {
            return settings;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The operator's key, which signing up needs.
    static final String ROOT_KEY = "the-operators-key-in-a-storm";

    private final Kind kind;

    ServiceName(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /// All but the broker, without which none of them can do anything.
    static List<ServiceName> clients() {
        return Arrays.stream(values()).filter(name -> name != BROKER).toList();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
