package io.sluice.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {

    @TempDir
    Path directory;

    @Test
    void isTheSameAfterARestart() {
        var state = directory.resolve("made/on/first/use");

        var id = InstanceId.in(state, "sluice-catalog");

        assertThat(id).startsWith("sluice-catalog-").isEqualTo(InstanceId.in(state, "sluice-catalog"));
    }

    @Test
    void belongsToOneStateDirectory() {
        var one = InstanceId.in(directory.resolve("one"), "sluice-catalog");

        var other = InstanceId.in(directory.resolve("other"), "sluice-catalog");

        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void writesOnlyItsFile() throws IOException {
        InstanceId.in(directory, "sluice-catalog");

        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("sluice-catalog.instance"));
        }
    }

    @Test
    void namesTheFileWithoutAnId() throws IOException {
        var file = Files.writeString(directory.resolve("sluice-catalog.instance"), "damaged");

        assertThatThrownBy(() -> InstanceId.in(directory, "sluice-catalog"))
                .isInstanceOf(StreamsStartException.class)
                .hasMessageContaining(file.toString());
    }
}
