package io.sluice.lab.storm.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder of the object store, which can be made unusable: it is renamed and replaced by a file, so that
/// no service can create a new folder. Safe for use by many threads.
final class StoreFolder {

    private final Path path;
    private final Path away;

    StoreFolder(Path path) {
        this.path = path;
        this.away = path.resolveSibling(path.getFileName() + "-away");
    }

    Path path() {
        return path;
    }

    synchronized void takeAway() {
        try {
            if (Files.notExists(away)) {
                Files.move(path, away);
                Files.createFile(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take the store away: " + path, e);
        }
    }

    /// Makes it usable again; has no effect when it is usable.
    synchronized void giveBack() {
        try {
            if (Files.exists(away)) {
                Files.deleteIfExists(path);
                Files.move(away, path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give the store back: " + away, e);
        }
    }
}
