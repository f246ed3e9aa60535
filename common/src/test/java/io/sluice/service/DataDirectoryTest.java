package io.sluice.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path root;

    @Test
    void writesItsFormat() throws Exception {
        try (var _ = DataDirectory.open(root)) {
            assertThat(root.resolve("format")).hasContent(Integer.toString(DataDirectory.FORMAT));
        }
        try (var again = DataDirectory.open(root)) {
            assertThat(again.root()).isEqualTo(root);
        }
    }

    @Test
    void readsADirectoryOfAReleaseThatWroteNoFormat() throws Exception {
        Files.createDirectories(root.resolve("kafka"));

        DataDirectory.open(root).close();

        assertThat(root.resolve("format")).hasContent("1");
    }

    @Test
    void refusesANewerFormatBeforeItWritesAnything() throws Exception {
        Files.writeString(root.resolve("format"), "2\n");

        assertThatThrownBy(() -> DataDirectory.open(root))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(root + " has the format 2, but this release reads 1 to 1");
        assertThat(entries()).containsExactly("format");
        assertThat(root.resolve("format")).hasContent("2");
    }

    @Test
    void refusesAFormatThatIsNoNumber() throws Exception {
        Files.writeString(root.resolve("format"), "new");

        assertThatThrownBy(() -> DataDirectory.open(root)).hasMessageContaining("contains \"new\"");
    }

    @Test
    void refusesAnInterruptedRestore() throws Exception {
        DataDirectory.openNew(root).close();
        var left = entries();

        assertThatThrownBy(() -> DataDirectory.open(root)).hasMessageContaining("a restore was interrupted");
        assertThatThrownBy(() -> DataDirectory.openNew(root)).hasMessageContaining("is not empty");
        assertThat(entries()).isEqualTo(left);
    }

    @Test
    void opensARestoredDirectory() throws Exception {
        try (var filled = DataDirectory.openNew(root.resolve("new"))) {
            filled.complete();
        }

        DataDirectory.open(root.resolve("new")).close();

        assertThat(root.resolve("new").resolve("format")).hasContent(Integer.toString(DataDirectory.FORMAT));
    }

    private List<String> entries() throws IOException {
        try (var files = Files.list(root)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
