package io.sluice.lab.storm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFolderTest {

    @TempDir
    private Path directory;

    @Test
    void isUnusableUntilItIsRestored() throws IOException {
        var folder = new StoreFolder(Files.createDirectory(directory.resolve("store")));
        var blob = Files.writeString(folder.path().resolve("blob"), "bytes");

        folder.takeAway();

        assertThat(blob).doesNotExist();
        assertThatThrownBy(() -> Files.createDirectories(folder.path().resolve("new")))
                .isInstanceOf(IOException.class);

        folder.giveBack();

        assertThat(blob).hasContent("bytes");
    }

    @Test
    void doesNotChangeAUsableFolder() throws IOException {
        var folder = new StoreFolder(Files.createDirectory(directory.resolve("store")));

        folder.giveBack();

        assertThat(folder.path()).isDirectory();
    }
}
