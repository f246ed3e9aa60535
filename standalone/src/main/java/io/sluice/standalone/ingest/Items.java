package io.sluice.standalone.ingest;

import io.sluice.standalone.console.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;

/// The arguments of the command: files, directories, URLs, and lists of URLs or files as `@LIST`.
///
/// Directories are walked recursively. Names that start with a dot are skipped; links to directories are not
/// followed.
///
/// @param arguments the arguments of the command
record Items(List<String> arguments) {

    private static final String LIST_PREFIX = "@";

    Items {
        arguments = List.copyOf(arguments);
    }

    /// A visitor of all items, in order.
    interface Visitor {
        void item(Item item) throws IOException, InterruptedException;

        /// Reports something that was given or found but cannot be read.
        void unreadable(String location, IOException failure) throws IOException, InterruptedException;
    }

    /// Checks that all arguments exist, before any work is done.
    void check() {
        for (var argument : arguments) {
            var path = Path.of(isList(argument) ? argument.substring(LIST_PREFIX.length()) : argument);
            if (!isUrl(argument) && !Files.isReadable(path)) {
                throw new CommandFailure("no such file or directory: " + path + ", or it cannot be read");
            }
        }
    }

    void visit(Visitor visitor) throws IOException, InterruptedException {
        for (var argument : arguments) {
            if (isList(argument)) {
                visitList(Path.of(argument.substring(LIST_PREFIX.length())), visitor);
            } else {
                visitOne(argument, visitor);
            }
        }
    }

    private static void visitList(Path list, Visitor visitor) throws IOException, InterruptedException {
        try (BufferedReader lines = Files.newBufferedReader(list)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var entry = line.strip();
                if (!entry.isEmpty() && !entry.startsWith("#")) {
                    visitOne(entry, visitor);
                }
            }
        }
    }

    private static void visitOne(String argument, Visitor visitor) throws IOException, InterruptedException {
        if (isUrl(argument)) {
            visitor.item(new Item.Url(argument));
            return;
        }
        var collector = new FileCollector(visitor);
        var start = Path.of(argument).toAbsolutePath().normalize();
        // a link given by the user is followed; links inside are not
        Files.walkFileTree(
                Files.isSymbolicLink(start) ? start.toRealPath() : start,
                EnumSet.noneOf(FileVisitOption.class),
                Integer.MAX_VALUE,
                collector);
        collector.rethrowInterruption();
    }

    private static boolean isList(String argument) {
        return argument.startsWith(LIST_PREFIX);
    }

    private static boolean isUrl(String argument) {
        return argument.startsWith("http://") || argument.startsWith("https://");
    }

    /// A visitor that passes on files as they are found.
    private static final class FileCollector extends SimpleFileVisitor<Path> {

        private final Visitor visitor;
        private boolean interrupted;

        FileCollector(Visitor visitor) {
            this.visitor = visitor;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return isHidden(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            return attributes.isRegularFile() && !isHidden(file)
                    ? passOn(() -> visitor.item(Item.LocalFile.of(file, attributes)))
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            return passOn(() -> visitor.unreadable(file.toString(), failure));
        }

        void rethrowInterruption() throws InterruptedException {
            if (interrupted) {
                throw new InterruptedException("while walking directories");
            }
        }

        private FileVisitResult passOn(Step step) throws IOException {
            try {
                step.run();
                return FileVisitResult.CONTINUE;
            } catch (InterruptedException _) { // the file walk cannot throw it
                interrupted = true;
                return FileVisitResult.TERMINATE;
            }
        }

        private static boolean isHidden(Path path) {
            var name = path.getFileName();
            return name != null && name.toString().startsWith(".");
        }
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }
}
