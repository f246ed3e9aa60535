package io.sluice.standalone.identify;

import io.sluice.standalone.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files given as arguments, and those in the directories given as arguments.
///
/// Directories are walked recursively, in the order of names. Names that start with a dot are skipped; links
/// inside are not followed.
///
/// @param roots the arguments; a file given here is included whatever its name
record ImageFiles(List<Path> roots) {

    ImageFiles {
        roots = List.copyOf(roots);
    }

    /// A visitor of all files, in order.
    interface Visitor {
        void file(Path file) throws IOException, InterruptedException;

        /// Reports a directory that cannot be listed.
        void unreadable(Path directory, IOException failure) throws IOException, InterruptedException;
    }

    /// Checks that all arguments exist, before any work is done.
    void check() {
        for (var root : roots) {
            if (!Files.isReadable(root)) {
                throw new CommandFailure("no such file or directory: " + root + ", or it cannot be read");
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
