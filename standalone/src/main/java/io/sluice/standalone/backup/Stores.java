package io.sluice.standalone.backup;

import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Sentence;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreConfig;
import io.sluice.store.StoreLocation;
import io.sluice.store.StoreUnavailableException;
import io.sluice.store.connection.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/// The stores of these commands: that of a server, and that of a backup, which is a folder or a bucket.
final class Stores {

    private Stores() {}

    /// Opens the store of the server with this configuration; the caller closes it.
    static ObjectStore of(StandaloneConfig config) {
        return open(config.foundation().store(), root(config));
    }

    static Path root(StandaloneConfig config) {
        return config.foundation().dataDirectory().toAbsolutePath().normalize();
    }

    /// Opens the store of backups, which may be new; the caller closes it.
    ///
    /// @param text a folder or `s3://bucket?endpoint=…`
    static ObjectStore create(String text, StandaloneConfig config) {
        var location = location(text);
        if (location.equals(config.foundation().store().location())) {
            throw CommandFailure.usage(text + " is the store of the server: choose another place for backups");
        }
        if (location instanceof StoreLocation.Folder(var path)) {
            if (path.toAbsolutePath().normalize().startsWith(root(config))) {
                throw CommandFailure.usage(text + " is in the data directory: choose a folder outside of it");
            }
            createPrivately(path);
        }
        return open(with(location, config), root(config));
    }

    /// Opens the store of existing backups; the caller closes it.
    static ObjectStore existing(String text, StandaloneConfig config) {
        var location = location(text);
        if (location instanceof StoreLocation.Folder(var path) && Files.notExists(path)) {
            throw CommandFailure.usage("there is no folder " + path);
        }
        return open(with(location, config), root(config));
    }

    private static StoreConfig with(StoreLocation location, StandaloneConfig config) {
        var own = config.foundation().store();
        return new StoreConfig(location, own.accessKey(), own.secretKey(), own.createsBucket());
    }

    private static StoreLocation location(String text) {
        try {
            return text.startsWith("s3:") || text.startsWith("file:")
                    ? StoreLocation.parse(text)
                    : new StoreLocation.Folder(Path.of(text));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(text + ' ' + e.getMessage());
        }
    }

    /// A backup has keys and the images of all organizations.
    private static void createPrivately(Path folder) {
        try {
            if (Files.notExists(folder)) {
                Files.createDirectories(folder);
                var posix = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
                if (posix != null) {
                    posix.setPermissions(PosixFilePermissions.fromString("rwx------"));
                }
            }
        } catch (IOException e) {
            throw new CommandFailure("the folder " + folder + " cannot be created: " + Sentence.of(e), e);
        }
    }

    private static ObjectStore open(StoreConfig config, Path root) {
        try {
            var store = ObjectStores.open(config, root);
            try {
                store.probe();
                return store;
            } catch (StoreUnavailableException e) {
                store.close();
                throw e;
            }
        } catch (StoreUnavailableException e) {
            throw unavailable(e);
        }
    }

    static CommandFailure unavailable(StoreUnavailableException cause) {
        return new CommandFailure(
                "the object store fails: " + Sentence.of(cause) + "; run the command again, it resumes", cause);
    }
}
