package io.sluice.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.ConfigurationException;
import io.sluice.config.Settings;
import io.sluice.imaging.OptimizerConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorConfigTest {

    @Test
    void hasAllRolesByDefault() {
        assertThat(ProcessorConfig.from(new Settings(Map.of())).roles())
                .containsExactlyInAnyOrder(ProcessorRole.WORKER, ProcessorRole.CATALOG);
    }

    @Test
    void acceptsOneRole() {
        var settings = new Settings(Map.of("SLUICE_ROLES", " catalog "));

        assertThat(ProcessorConfig.from(settings).roles()).containsExactly(ProcessorRole.CATALOG);
        settings.check();
    }

    @Test
    void namesTheSupportedRoles() {
        var settings = new Settings(Map.of("SLUICE_ROLES", "worker,decider"));

        ProcessorConfig.from(settings);

        assertThatThrownBy(settings::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("worker,catalog");
    }

    @Test
    void readsTheResourcesOfConversions() {
        var settings = new Settings(Map.of(
                "SLUICE_CONVERSION_CELLS", "3",
                "SLUICE_CONVERSION_THREADS", "5",
                "SLUICE_CONVERSION_HEAP_BYTES", "134217728",
                "SLUICE_CONVERSION_LARGEST_HEAP_BYTES", "536870912",
                "SLUICE_CONVERSION_DECODED_BYTES", "1000000"));

        assertThat(ProcessorConfig.from(settings).optimizer())
                .isEqualTo(new OptimizerConfig(3, 128L << 20, 512L << 20, 5, 1_000_000));
        settings.check();
    }
}
