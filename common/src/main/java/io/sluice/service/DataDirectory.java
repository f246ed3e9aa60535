package io.sluice.service;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The directory with all state of one server, locked until it is closed: two processes that write to it at
/// the same time would destroy its data. The lock ends with the process, however the process ends.
///
/// The file `format` contains the version of the directory's format. A directory without it is of version 1,
/// because releases before that file wrote none. A newer one is refused before anything is written to it.
public final class DataDirectory implements AutoCloseable {

    /// Version of the format that this release writes: which folders there are, and what is in them.
    static final int FORMAT = 1;

    /// Oldest version that this release can read.
    private static final int OLDEST_FORMAT = 1;

    private static final String FORMAT_FILE = "format";

    /// Exists while the directory is being filled by a restore.
    private static final String UNFINISHED_FILE = "unfinished";

    private static final String LOCK_FILE = ".lock";

    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /// Creates the directory if it is missing, and locks it.
    ///
    /// @throws StartException when it is in use, cannot be written or has a format that this release cannot read
    public static DataDirectory open(Path directory) {
        return openUnlessInUse(directory)
                .orElseThrow(() -> new StartException("the data directory "
                        + directory.toAbsolutePath().normalize()
                        + " is in use by another server: stop that one, or choose another"
                        + " directory with --data or SLUICE_DATA_DIR"));
    }

    /// Opens the directory, unless a server uses it.
    ///
    /// @throws StartException when it cannot be written or has a format that this release cannot read
    public static Optional<DataDirectory> openUnlessInUse(Path directory) {
        var root = directory.toAbsolutePath().normalize();
        try {
            checkFormat(root);
            var opened = lock(root);
            if (opened.isPresent() && Files.notExists(root.resolve(FORMAT_FILE))) {
                opened.get().writeFormat();
            }
            return opened;
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /// Opens a directory that does not exist or is empty, to fill it. No server starts on it until
    /// [#complete()].
    ///
    /// @throws StartException when there is something in the directory, or it cannot be written
    public static DataDirectory openNew(Path directory) {
        var root = directory.toAbsolutePath().normalize();
        checkEmpty(root);
        try {
            var opened = lock(root)
                    .orElseThrow(() -> new StartException("the data directory " + root + " is in use by a server"));
            Files.createFile(root.resolve(UNFINISHED_FILE));
            return opened;
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /// Checks that a directory does not exist or is empty.
    ///
    /// @throws StartException when there is something in it
    public static void checkEmpty(Path directory) {
        var root = directory.toAbsolutePath().normalize();
        try (var entries = Files.list(root)) {
            entries.findFirst().ifPresent(entry -> {
                throw new StartException("the data directory " + root + " is not empty, it has " + entry.getFileName()
                        + ": choose another one, or delete this one");
            });
        } catch (NoSuchFileException _) {
            // it will be created
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /// Lets servers use a directory that was opened with [#openNew].
    public void complete() {
        try {
            writeFormat();
            Files.delete(root.resolve(UNFINISHED_FILE));
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    private static Optional<DataDirectory> lock(Path root) throws IOException {
        create(root);
        var channel = FileChannel.open(root.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (isLocked(channel)) {
            return Optional.of(new DataDirectory(root, channel));
        }
        channel.close();
        return Optional.empty();
    }

    private static void checkFormat(Path root) throws IOException {
        if (Files.exists(root.resolve(UNFINISHED_FILE))) {
            throw new StartException("the data directory " + root
                    + " is incomplete, because a restore was interrupted: delete it, and restore again");
        }
        var file = root.resolve(FORMAT_FILE);
        if (Files.notExists(file)) {
            return;
        }
        var text = Files.readString(file).strip();
        if (!text.matches("[0-9]{1,9}")) {
            throw new StartException(file + " must contain the number of a format, but contains \"" + text + '"');
        }
        var format = Integer.parseInt(text);
        if (format < OLDEST_FORMAT || format > FORMAT) {
            throw new StartException("the data directory " + root + " has the format " + format
                    + ", but this release reads " + OLDEST_FORMAT + " to " + FORMAT
                    + ": use the release that wrote it, or a newer one. Nothing was changed");
        }
    }

    /// Written to a temporary file and moved, so that a crash leaves no incomplete number.
    private void writeFormat() throws IOException {
        var fresh = Files.writeString(root.resolve(FORMAT_FILE + ".new"), FORMAT + "\n");
        Files.move(fresh, root.resolve(FORMAT_FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    private static StartException unusable(Path root, IOException cause) {
        return new StartException("the data directory " + root + " cannot be used: " + cause, cause);
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
