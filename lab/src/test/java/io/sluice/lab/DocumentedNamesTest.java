package io.sluice.lab;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that the pages name files and types that exist: the recipes must stay true when packages are
/// divided.
class DocumentedNamesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:\\s]+)(?:#[^)\\s]*)?\\)");
    private static final Pattern PATH = Pattern.compile("[\\w.…-]+(/[\\w.…-]+)+|\\w+\\.java");
    private static final Pattern TYPE = Pattern.compile("[A-Z]\\w*[a-z]\\w*(\\.\\w+)*");
    private static final Pattern TEST = Pattern.compile("[A-Z]\\w*[a-z]\\w*(Test|IT|E2E|Contract)");

    /// Types of libraries.
    private static final Set<String> FOREIGN = Set.of("TopologyTestDriver");

    /// Directories that builds and servers write.
    private static final Set<String> GENERATED = Set.of("target", "data", "node_modules", ".git");

    private static final Set<String> PATHS = paths();
    private static final Set<String> TYPES = PATHS.stream()
            .filter(path -> path.endsWith(".java"))
            .map(path -> path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length()))
            .collect(toSet());

    @ParameterizedTest
    @ValueSource(strings = {"ARCHITECTURE.md", "CONTRIBUTING.md"})
    void pathsExist(String page) {
        assertThat(code(page))
                .filteredOn(name -> PATH.matcher(name).matches() && isOurs(name))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(isPath(name))
                        .as("whether %s exists, which %s names", name, page)
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ARCHITECTURE.md", "CONTRIBUTING.md"})
    void typesExist(String page) {
        assertThat(code(page))
                .filteredOn(name -> TYPE.matcher(name).matches() && !name.endsWith(".java"))
                .filteredOn(name -> !FOREIGN.contains(name))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(TYPES)
                        .as("types, of which %s names %s", page, name)
                        .contains(name.replaceFirst("\\..*", "")));
    }

    @Test
    void testsOfAllPagesExist() {
        assertThat(pages().flatMap(page -> code(page).stream()).filter(TEST.asMatchPredicate()))
                .isNotEmpty()
                .isSubsetOf(TYPES);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linkedFilesExist(String page) {
        var directory = ROOT.resolve(page).resolveSibling("");
        assertThat(find(LINK, page))
                .allSatisfy(link -> assertThat(directory.resolve(link)).exists());
    }

    static Stream<String> pages() {
        return PATHS.stream()
                .filter(path -> path.matches("[^/]+\\.md|docs/.+\\.md"))
                .sorted();
    }

    /// Returns whether the path begins in the root of the repository, or is that of a source file.
    private static boolean isOurs(String name) {
        return name.endsWith(".java") || PATHS.contains(name.substring(0, name.indexOf('/')));
    }

    /// Returns whether a path ends with `name`, in which `…` stands for any directories.
    private static boolean isPath(String name) {
        var end = Arrays.stream(name.split("…", -1)).map(Pattern::quote).collect(joining(".*"));
        var pattern = Pattern.compile("(.*/)?" + end);
        return PATHS.stream().anyMatch(pattern.asMatchPredicate());
    }

    private static List<String> code(String page) {
        return find(CODE, page);
    }

    private static List<String> find(Pattern pattern, String page) {
        try {
            return pattern.matcher(Files.readString(ROOT.resolve(page)))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + page, e);
        }
    }

    /// Returns the paths of all files and directories of the repository.
    private static Set<String> paths() {
        var paths = new HashSet<String>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    if (GENERATED.contains(directory.getFileName().toString())) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    add(directory);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    add(file);
                    return FileVisitResult.CONTINUE;
                }

                private void add(Path path) {
                    paths.add(ROOT.relativize(path).toString().replace('\\', '/'));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the files of " + ROOT, e);
        }
        return paths;
    }
}
