package io.sluice.standalone.identify;

import io.sluice.standalone.console.CommandFailure;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files that were named, and those in the directories that were named.
///
/// Directories are walked as deep as they go, in the order of names; what begins with a dot is left out, links within
/// are not followed.
///
/// @param roots as on the command line; a file named here counts whatever it is called
record ImageFiles(List<Path> roots) {

    ImageFiles {
        roots = List.copyOf(roots);
    }

    /// Is shown every file, in order.
    interface Visitor {
        void file(Path file) throws IOException, InterruptedException;

        /// A directory that cannot be listed.
        void unreadable(Path directory, IOException failure) throws IOException, InterruptedException;
    }

    /// Fails before any work is done when a root is not there.
    void check() {
        for (var root : roots) {
            if (!Files.isReadable(root)) {
                throw new CommandFailure("there is no file or directory " + root + ", or it cannot be read");
            }
        }
    }

    void visit(Visitor visitor) throws IOException, InterruptedException {
        for (var root : roots) {
            if (Files.isDirectory(root)) {
                directory(root, visitor);
            } else {
                visitor.file(root);
            }
        }
    }

    private static void directory(Path directory, Visitor visitor) throws IOException, InterruptedException {
        List<Path> entries;
        try {
            entries = entries(directory);
        } catch (IOException e) {
            visitor.unreadable(directory, e);
            return;
        }
        for (var entry : entries) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                directory(entry, visitor);
            } else if (Files.isRegularFile(entry)) {
                visitor.file(entry);
            }
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        var entries = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (var entry : stream) {
                if (!String.valueOf(entry.getFileName()).startsWith(".")) {
                    entries.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(null);
        return entries;
    }
}
