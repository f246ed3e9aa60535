package io.sluice.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.upload.Item;
import io.sluice.standalone.upload.ItemDetails;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `sluice ingest` finds in its arguments.
class ItemsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    private final List<String> found = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();

    @Test
    void findsFilesInDirectoriesButNoHiddenOnes() throws Exception {
        create("photos/a b.jpg");
        create("photos/deep/er/c.jpg");
        create("photos/.hidden.jpg");
        create("photos/.cache/d.jpg");

        visit(null, directory.resolve("photos"));

        assertThat(found).containsExactlyInAnyOrder("item a b.jpg", "item c.jpg");
    }

    @Test
    void visitsAHiddenDirectoryThatIsGiven() throws Exception {
        create(".photos/a.jpg");

        visit(null, directory.resolve(".photos"));

        assertThat(found).containsExactly("item a.jpg");
    }

    @Test
    void reportsLinksAndFollowsThoseThatAreGiven() throws Exception {
        var target = create("photos/a.jpg");
        var link = Files.createSymbolicLink(directory.resolve("photos/link.jpg"), target);
        var directoryLink = Files.createSymbolicLink(directory.resolve("more"), directory.resolve("photos"));

        visit(null, directoryLink);
        visit(null, link);

        assertThat(found).containsExactlyInAnyOrder("item a.jpg", "skipped link.jpg link", "item link.jpg");
    }

    @Test
    void reportsPipes() throws Exception {
        Files.createDirectories(directory.resolve("photos"));
        var pipe = directory.resolve("photos/pipe.jpg");
        Assumptions.assumeTrue(
                new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);

        visit(null, directory.resolve("photos"));
        visit(null, pipe);

        assertThat(found).containsExactly("skipped pipe.jpg special-file", "failed pipe.jpg special-file");
    }

    @Test
    void reportsLinesOfAListThatLeadNowhere() throws Exception {
        var file = create("a b.jpg");
        var list = Files.writeString(directory.resolve("list"), file + "\n--help\n" + directory.resolve("gone.jpg"));

        visit(null, "@" + list);

        assertThat(found).containsExactly("item a b.jpg", "failed --help unreadable", "failed gone.jpg unreadable");
    }

    @Test
    void readsAListFromTheStandardInputOnce() throws Exception {
        var file = create("a.jpg");
        var items = items(null, new ByteArrayInputStream((file + "\n").getBytes(StandardCharsets.UTF_8)), "-");

        assertThat(items.areRepeatable()).isFalse();
        items.visit(new Recording());

        assertThat(found).containsExactly("item a.jpg");
    }

    @Test
    void keepsTheOriginalPathAsMetadata() throws Exception {
        var file = create("a.jpg");

        visit("source", file);
        visit("source", "https://example.com/a.jpg");

        assertThat(items)
                .extracting(item -> item.details().userMetadata().path("source").asText())
                .containsExactly(file.toString(), "https://example.com/a.jpg");
        assertThat(items)
                .allSatisfy(item -> assertThat(item.details().changesExisting()).isTrue());
    }

    @Test
    void checksArgumentsBeforeAnyWork() throws Exception {
        var list = Files.writeString(directory.resolve("list.csv"), "file\na.jpg\n");

        assertThatThrownBy(
                        () -> items(null, InputStream.nullInputStream(), "gone").check())
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(2))
                .hasMessageContaining("no such file or directory: gone");
        assertThatThrownBy(() ->
                        items(null, InputStream.nullInputStream(), "@" + list).check())
                .hasMessageContaining("there is no column \"file\"");
    }

    private void visit(@Nullable String pathField, Object argument) throws Exception {
        items(pathField, InputStream.nullInputStream(), argument).visit(new Recording());
    }

    private static Items items(@Nullable String pathField, InputStream input, Object argument) {
        return new Items(List.of(argument.toString()), ItemDetails.NONE, pathField, input);
    }

    private Path create(String name) throws Exception {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    private final class Recording implements Items.Visitor {

        @Override
        public void item(Item item) {
            items.add(item);
            found.add("item " + name(item.location()));
        }

        @Override
        public void failed(String location, String reason, String message) {
            found.add("failed " + name(location) + " " + reason);
        }

        @Override
        public void skipped(String location, String reason, String message) {
            found.add("skipped " + name(location) + " " + reason);
        }

        private static String name(String location) {
            return location.substring(location.lastIndexOf('/') + 1);
        }
    }
}
