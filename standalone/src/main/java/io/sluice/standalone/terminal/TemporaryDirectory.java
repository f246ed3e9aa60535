package io.sluice.standalone.terminal;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A directory that is deleted when it is closed, or when the process is interrupted before.
public final class TemporaryDirectory implements AutoCloseable {

    private final Path path;

    private TemporaryDirectory(Path path) {
        this.path = path;
    }

    public static TemporaryDirectory create(String prefix) throws IOException {
        return create(null, prefix);
    }

    /// Creates the directory in `parent`, or in the default temporary directory when that is `null`.
    public static TemporaryDirectory create(@Nullable Path parent, String prefix) throws IOException {
        var directory = new TemporaryDirectory(
                parent == null ? Files.createTempDirectory(prefix) : Files.createTempDirectory(parent, prefix));
        Runtime.getRuntime().addShutdownHook(new Thread(directory::close, "sluice-cleaning"));
        return directory;
    }

    public Path path() {
        return path;
    }

    /// Deletes the directory. Files that cannot be deleted are left to the cleanup of temporary files.
    @Override
    public void close() {
        try {
            if (Files.exists(path)) {
                Files.walkFileTree(path, new Removal());
            }
        } catch (IOException _) {
            // as documented above
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        /// Ignores the failure: another process may be deleting files, too.
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
