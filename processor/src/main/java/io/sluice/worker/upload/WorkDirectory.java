package io.sluice.worker.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A directory of temporary files, each of one try of an upload. It belongs to one process, which removes the
/// files of a killed predecessor at its start.
public final class WorkDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(WorkDirectory.class);
    private static final String PREFIX = "upload-";
    private static final String SUFFIX = ".work";

    private final Path root;

    private WorkDirectory(Path root) {
        this.root = root;
    }

    public static WorkDirectory open(Path root) throws IOException {
        Files.createDirectories(root);
        try (var leftovers = Files.newDirectoryStream(root, PREFIX + "*" + SUFFIX)) {
            for (var leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
        return new WorkDirectory(root);
    }

    /// Creates an empty file, which is removed when it is closed.
    WorkFile create() throws IOException {
        return new WorkFile(Files.createTempFile(root, PREFIX, SUFFIX));
    }

    record WorkFile(Path path) implements AutoCloseable {

        @Override
        public void close() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.atWarn()
                        .setCause(e)
                        .addKeyValue("file", path)
                        .log("work file not removed, left until the next start");
            }
        }
    }
}
