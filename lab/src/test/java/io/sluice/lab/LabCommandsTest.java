package io.sluice.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standalone.Main;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabCommandsTest {

    @Test
    void theCommandLineFindsTheCommandsOfTheLab() {
        var usage = Main.commandLine(Map.of()).getUsageMessage();

        assertThat(usage)
                .containsPattern("(?m)^  serve ")
                .containsPattern("(?m)^  storm ")
                .containsPattern("(?m)^  bench ");
    }
}
