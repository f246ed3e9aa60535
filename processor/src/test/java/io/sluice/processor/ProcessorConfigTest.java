package io.sluice.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.ConfigurationException;
import io.sluice.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorConfigTest {

    @Test
    void doesEverythingByDefault() {
        assertThat(ProcessorConfig.from(new Settings(Map.of())).roles())
                .containsExactlyInAnyOrder(Role.WORKER, Role.CATALOG);
    }

    @Test
    void takesOneRole() {
        var settings = new Settings(Map.of("SLUICE_ROLES", " catalog "));

        assertThat(ProcessorConfig.from(settings).roles()).containsExactly(Role.CATALOG);
        settings.check();
    }

    @Test
    void namesTheRolesThereAre() {
        var settings = new Settings(Map.of("SLUICE_ROLES", "worker,decider"));

        ProcessorConfig.from(settings);

        assertThatThrownBy(settings::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("worker,catalog");
    }
}
