package io.sluice.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PriorityTest {

    @Test
    void precedesTheCommand() {
        var builder = new Priority(List.of("nice", "-n", "10")).applyTo(new ProcessBuilder("java", "-version"));

        assertThat(builder.command()).containsExactly("nice", "-n", "10", "java", "-version");
    }

    @Test
    void doesNotChangeTheCommandForTheUsualPriority() {
        assertThat(Priority.USUAL.applyTo(new ProcessBuilder("java")).command()).containsExactly("java");
        assertThat(Priority.USUAL.isLowered()).isFalse();
    }
}
