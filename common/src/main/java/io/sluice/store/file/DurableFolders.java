package io.sluice.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Creates folders, and makes their entries survive a power cut.
final class DurableFolders {

    /// Creates `folder` and its missing parents, and forces each new entry to disk.
    void create(Path folder) throws IOException {
        var parent = folder.getParent();
        if (Files.isDirectory(folder) || parent == null) {
            return;
        }
        create(parent);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        // also for a folder that another process has just created: it may not have forced the entry yet
        force(parent);
    }

    /// Forces the entries of `folder` to disk. Only POSIX systems can open a folder as a file; elsewhere this
    /// does nothing.
    void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
