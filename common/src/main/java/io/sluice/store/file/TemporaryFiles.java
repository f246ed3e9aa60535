package io.sluice.store.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The temporary files of one process, in a folder of its own.
///
/// The process holds a lock on a file next to the folder until it ends: a folder whose lock is free belongs
/// to a process that has ended, and the next process removes it. No age limit is needed.
final class TemporaryFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);
    private static final String LOCK_SUFFIX = ".lock";

    private final Path folder;
    private final Path lockFile;
    private final FileLock lock;
    private final AtomicLong next = new AtomicLong();

    private TemporaryFiles(Path folder, Path lockFile, FileLock lock) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    static TemporaryFiles open(Path parent) throws IOException {
        Files.createDirectories(parent);
        sweep(parent);
        var name = UUID.randomUUID().toString();
        var lockFile = parent.resolve(name + LOCK_SUFFIX);
        // locked before the folder exists, so that no other process sees the folder without its lock
        var lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                .lock();
        return new TemporaryFiles(Files.createDirectory(parent.resolve(name)), lockFile, lock);
    }

    private static void sweep(Path parent) throws IOException {
        try (var folders = Files.newDirectoryStream(parent, Files::isDirectory)) {
            for (var folder : folders) {
                var lockFile = parent.resolve(folder.getFileName() + LOCK_SUFFIX);
                try (var channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        var lock = channel.tryLock()) {
                    if (lock != null) {
                        remove(folder);
                        Files.deleteIfExists(lockFile);
                        LOG.atInfo().addKeyValue("folder", folder).log("temporary folder of a crashed process removed");
                    }
                } catch (OverlappingFileLockException e) {
                    LOG.atDebug()
                            .addKeyValue("folder", folder)
                            .log("temporary folder skipped, in use by another store of this process");
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    Temporary create() throws IOException {
        var file = folder.resolve(Long.toString(next.getAndIncrement()));
        return new Temporary(file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public void close() {
        try (var _ = lock.acquiredBy()) {
            remove(folder);
            Files.deleteIfExists(lockFile);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }

    /// A temporary file. Closing removes it; hard links to it remain.
    record Temporary(Path file, FileChannel channel) implements AutoCloseable {

        /// Forces the bytes to disk.
        void force() throws IOException {
            channel.force(false);
        }

        /// Moves the file to `target`, for file systems without hard links.
        void moveTo(Path target) throws IOException {
            channel.close();
            if (Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(file);
        }
    }
}
