package io.sluice.standalone.ingest;

import io.sluice.standalone.ingest.list.Entry;
import io.sluice.standalone.ingest.list.ItemList;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Sentence;
import io.sluice.standalone.upload.Item;
import io.sluice.standalone.upload.ItemDetails;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The arguments of the command: files, directories, URLs, lists as `@LIST`, and `-` for a list on the standard
/// input.
///
/// Directories are walked recursively. Names that start with a dot are skipped; links in them are not followed.
///
/// @param arguments the arguments of the command
/// @param details   details of all items, unless a list gives others
/// @param pathField field of user metadata that contains the original path; `null` for none
/// @param input     the standard input, which can be read once
record Items(
        List<String> arguments,
        ItemDetails details,
        @Nullable String pathField,
        InputStream input) {

    private static final String LIST_PREFIX = "@";
    private static final String STANDARD_INPUT = "-";

    Items {
        arguments = List.copyOf(arguments);
    }

    /// A visitor of all items, in order.
    interface Visitor {
        /// Accepts a URL, or a file, which may be unreadable.
        void item(Item item) throws IOException, InterruptedException;

        /// Reports something that was given or found but cannot be uploaded.
        void failed(String location, String reason, String message) throws IOException, InterruptedException;

        /// Reports something in a directory that is not uploaded by design.
        void skipped(String location, String reason, String message) throws IOException, InterruptedException;
    }

    /// Checks that all arguments exist, before any work is done.
    void check() {
        for (var argument : arguments) {
            if (Item.isUrl(argument) || argument.equals(STANDARD_INPUT)) {
                continue;
            }
            var path = path(isList(argument) ? argument.substring(LIST_PREFIX.length()) : argument);
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw CommandFailure.usage("no such file or directory: " + path);
            }
            if (!Files.isReadable(path)) {
                throw new CommandFailure("cannot read " + path + ": "
                        + (Files.exists(path) ? "permission denied" : "it is a link to a file that does not exist"));
            }
            if (isList(argument)) {
                checkList(path);
            }
        }
    }

    /// Returns whether the items can be visited more than once.
    boolean areRepeatable() {
        return !arguments.contains(STANDARD_INPUT);
    }

    void visit(Visitor visitor) throws IOException, InterruptedException {
        for (var argument : arguments) {
            if (argument.equals(STANDARD_INPUT)) {
                try (var list = ItemList.read(input, "")) {
                    visitList("standard input", list, visitor);
                }
            } else if (isList(argument)) {
                var file = path(argument.substring(LIST_PREFIX.length()));
                try (var list = ItemList.open(file)) {
                    visitList(file.toString(), list, visitor);
                }
            } else {
                visitOne(argument, details, visitor);
            }
        }
    }

    private void visitList(String name, ItemList list, Visitor visitor) throws IOException, InterruptedException {
        for (var entry = list.next(); entry != null; entry = list.next()) {
            switch (entry) {
                case Entry.Target(var location, var own) -> visitOne(location, own.orElse(details), visitor);
                case Entry.Bad(var line, var problem) ->
                    visitor.failed(name + ", line " + line, Checkpoint.BAD_LINE, problem);
            }
        }
    }

    private void visitOne(String argument, ItemDetails given, Visitor visitor)
            throws IOException, InterruptedException {
        if (Item.isUrl(argument)) {
            visitor.item(new Item.Url(argument, withPath(given, argument)));
            return;
        }
        Path start;
        BasicFileAttributes attributes;
        try {
            start = Path.of(argument).toAbsolutePath().normalize();
            // a link given by the user is followed; links inside of directories are not
            attributes = Files.readAttributes(start, BasicFileAttributes.class);
        } catch (InvalidPathException e) {
            visitor.failed(argument, "unreadable", "it is not a path: " + e.getReason());
            return;
        } catch (IOException e) {
            var isText = argument.indexOf('\uFFFD') < 0;
            visitor.failed(argument, "unreadable", isText ? Sentence.of(e) : "the path is not a text in UTF-8");
            return;
        }
        if (attributes.isRegularFile()) {
            visitFile(start, attributes, given, visitor);
        } else if (!attributes.isDirectory()) {
            visitor.failed(start.toString(), "special-file", "it is neither a file nor a directory");
        } else if (given.name() != null) {
            visitor.failed(start.toString(), Checkpoint.BAD_LINE, "a directory cannot have a name");
        } else {
            var root = Files.isSymbolicLink(start) ? start.toRealPath() : start;
            var collector = new FileCollector(root, given, visitor);
            Files.walkFileTree(root, collector);
            collector.rethrowInterruption();
        }
    }

    private void visitFile(Path file, BasicFileAttributes attributes, ItemDetails given, Visitor visitor)
            throws IOException, InterruptedException {
        visitor.item(Item.LocalFile.of(file, attributes, withPath(given, file.toString())));
    }

    private ItemDetails withPath(ItemDetails given, String location) {
        return pathField == null ? given : given.orElseUser(pathField, location);
    }

    private static void checkList(Path file) {
        if (!Files.isRegularFile(file)) {
            // a pipe can be read once, so its first line is checked when it is read
            return;
        }
        try (var list = ItemList.open(file)) {
            list.next();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + file + ": " + Sentence.of(e), e);
        }
    }

    private static Path path(String argument) {
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            throw CommandFailure.usage("\"" + argument + "\" is not a path: " + e.getReason());
        }
    }

    private static boolean isList(String argument) {
        return argument.startsWith(LIST_PREFIX);
    }

    /// A visitor that passes on files as they are found.
    private final class FileCollector extends SimpleFileVisitor<Path> {

        private final Path root;
        private final ItemDetails given;
        private final Visitor visitor;
        private boolean interrupted;

        FileCollector(Path root, ItemDetails given, Visitor visitor) {
            this.root = root;
            this.given = given;
            this.visitor = visitor;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return isHidden(directory) && !directory.equals(root)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (isHidden(file)) {
                return FileVisitResult.CONTINUE;
            }
            return passOn(() -> {
                if (attributes.isRegularFile()) {
                    Items.this.visitFile(file, attributes, given, visitor);
                } else if (attributes.isSymbolicLink()) {
                    visitor.skipped(file.toString(), "link", "links in directories are not followed");
                } else {
                    visitor.skipped(file.toString(), "special-file", "it is not a regular file");
                }
            });
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            return passOn(() -> visitor.failed(file.toString(), "unreadable", Sentence.of(failure)));
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
