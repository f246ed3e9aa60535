package io.sluice.lab.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitsTest {

    @Test
    void areTheMeansOfWhatHappenedBetween() {
        var before = """
                # TYPE sluice_catalog_decisions_seconds summary
                sluice_catalog_decisions_seconds_count{outcome="created",reason="none"} 10
                sluice_catalog_decisions_seconds_sum{outcome="created",reason="none"} 99.0
                sluice_worker_stage_seconds_count{stage="fetch"} 5
                sluice_worker_stage_seconds_sum{stage="fetch"} 5.0
                """;
        var after = """
                sluice_catalog_decisions_seconds_count{outcome="created",reason="none"} 12
                sluice_catalog_decisions_seconds_sum{outcome="created",reason="none"} 99.5
                sluice_catalog_decisions_seconds_count{outcome="existing",reason="none"} 2
                sluice_catalog_decisions_seconds_sum{outcome="existing",reason="none"} 0.3
                sluice_worker_stage_seconds_count{stage="fetch"} 6
                sluice_worker_stage_seconds_sum{stage="fetch"} 9.0
                sluice_worker_stage_seconds_count{stage="identify"} 1
                sluice_worker_stage_seconds_sum{stage="identify"} 0.25
                """;

        assertThat(Waits.since(before).until(after))
                .containsExactly(
                        new Waits.Mean("identification", Duration.ofMillis(250)),
                        new Waits.Mean("decision in the catalog", Duration.ofMillis(200)));
    }
}
