package io.sluice.service;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The directory with all state of one server, locked until it is closed: two processes that write to it at
/// the same time would destroy its data. The lock ends with the process, however the process ends.
public final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /// Creates the directory if it is missing, and locks it.
    ///
    /// @throws StartException when it is in use or cannot be written
    public static DataDirectory open(Path directory) {
        return openUnlessInUse(directory)
                .orElseThrow(() -> new StartException("the data directory "
                        + directory.toAbsolutePath().normalize()
                        + " is in use by another server: stop that one, or choose another"
                        + " directory with --data or SLUICE_DATA_DIR"));
    }

    /// Opens the directory, unless a server uses it.
    ///
    /// @throws StartException when it cannot be written
    public static Optional<DataDirectory> openUnlessInUse(Path directory) {
        var root = directory.toAbsolutePath().normalize();
        try {
            create(root);
            var channel = FileChannel.open(root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return Optional.of(new DataDirectory(root, channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new StartException("the data directory " + root + " cannot be used: " + e, e);
        }
    }

    /// Creates the directory, accessible to this user only: it contains keys and the images of all
    /// organizations.
    private static void create(Path root) throws IOException {
        if (Files.isDirectory(root)) {
            return;
        }
        Files.createDirectories(root);
        var posix = Files.getFileAttributeView(root, PosixFileAttributeView.class);
        if (posix != null) {
            posix.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }

    public Path root() {
        return root;
    }

    /// Returns the directory of a view's index.
    public Path view(String name) {
        return root.resolve("views").resolve(name);
    }

    /// Returns the directory of the stream applications' state.
    public Path catalog() {
        return root.resolve("catalog");
    }

    /// Returns the directory of the workers' temporary files.
    public Path work() {
        return root.resolve("work");
    }

    /// Returns the directory of the temporary files of previews.
    public Path side() {
        return root.resolve("side");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StartException("the lock of " + root + " cannot be released: " + e, e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) { // another server in this very JVM
            return false;
        }
    }
}
