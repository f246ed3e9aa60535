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

/// The directory that holds all state of one server, locked for as long as this is open: what is written there by two
/// processes at once is lost. The lock dies with the process, however that ends.
public final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /// Makes the directory if there is none, and locks it.
    ///
    /// @throws StartException when it is in use or cannot be written
    public static DataDirectory open(Path directory) {
        return openUnlessInUse(directory)
                .orElseThrow(() -> new StartException("the data directory "
                        + directory.toAbsolutePath().normalize()
                        + " is in use by another server: stop that one, or choose another"
                        + " directory with --data or SLUICE_DATA_DIR"));
    }

    /// The directory, unless a server is at work there.
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

    /// Makes the directory, for this user alone: it has keys and everybody's images.
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

    /// Where a view keeps its index.
    public Path view(String name) {
        return root.resolve("views").resolve(name);
    }

    /// Where the stream applications keep their state.
    public Path catalog() {
        return root.resolve("catalog");
    }

    /// Where workers put files for as long as a job takes.
    public Path work() {
        return root.resolve("work");
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
