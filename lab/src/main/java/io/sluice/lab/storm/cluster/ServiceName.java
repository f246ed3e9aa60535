package io.sluice.lab.storm.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The processes of a storm; [Layout] selects from them.
public enum ServiceName {
    BROKER(Kind.BROKER),
    BROKER_2(Kind.BROKER),
    BROKER_3(Kind.BROKER),
    API_1(Kind.API),
    API_2(Kind.API),
    PROCESSOR_1(Kind.PROCESSOR),
    PROCESSOR_2(Kind.PROCESSOR),
    COPIER_1(Kind.COPIER),
    COPIER_2(Kind.COPIER),
    SERVER(Kind.SERVER);

    /// The kind of a process.
    public enum Kind {
        BROKER("io.sluice.standalone.Main", "-Xmx384m", Map.of()),
        API("io.sluice.ingest.ApiMain", "-Xmx256m", Environments.API),
        PROCESSOR("io.sluice.processor.ProcessorMain", "-Xmx320m", Environments.PROCESSOR),
        COPIER("io.sluice.copier.CopierMain", "-Xmx256m", Environments.COPIER),
        /// All services.
        SERVER("io.sluice.standalone.Main", "-Xmx1g", Environments.all());

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

        /// Returns the heap option of its JVM.
        String heap() {
            return heap;
        }

        /// Returns its settings, besides directory, ports and addresses.
        Map<String, String> settings() {
            return settings;
        }

        boolean answersClients() {
            return this == API || this == SERVER;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The operator's key, which signing up requires.
    public static final String ROOT_KEY = "the-operators-key-in-a-storm";

    /// `SLUICE_SYNC_TIMEOUT` of all nodes, in seconds.
    public static final int SYNC_TIMEOUT = 8;

    private final Kind kind;

    ServiceName(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The environments, in a separate class because an enum's constants are created before its other static
    /// fields.
    private static final class Environments {

        private static final Map<String, String> API = Map.of(
                "SLUICE_SYNC_TIMEOUT",
                SYNC_TIMEOUT + "s",
                "SLUICE_STOP_DELAY",
                "2s",
                "SLUICE_ROOT_API_KEY",
                ROOT_KEY,
                "SLUICE_FOUNDING",
                "members");
        private static final Map<String, String> PROCESSOR = Map.of(
                "SLUICE_FETCH_ALLOW_PRIVATE", "true", "SLUICE_WORKERS", "4", "SLUICE_CATALOG_STANDBY_REPLICAS", "1");
        private static final Map<String, String> COPIER = Map.of("SLUICE_COPY_WORKERS", "2");

        private static Map<String, String> all() {
            var all = new HashMap<String, String>();
            List.of(API, PROCESSOR, COPIER).forEach(all::putAll);
            // settings for several nodes and processors, which do not exist here
            all.keySet().removeAll(List.of("SLUICE_STOP_DELAY", "SLUICE_CATALOG_STANDBY_REPLICAS"));
            return Map.copyOf(all);
        }
    }
}
