package io.sluice.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.image.BlobKey;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import io.sluice.testsupport.ObjectStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {

    @TempDir
    Path root;

    private ObjectStore store;

    @BeforeEach
    void open() {
        store = FileObjectStore.open(root);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void refusesAnExistingKeyAndKeepsItsObject() throws Exception {
        var key = freshKey();
        write(key, new byte[] {1});

        assertThatThrownBy(() -> write(key, new byte[] {2}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(key.value());

        assertThat(read(key)).containsExactly(1);
    }

    @Test
    void listsNothingOutsideOfItsFolder() throws Exception {
        write(freshKey(), new byte[] {1});

        try (var outside = store().list("../" + root.getFileName())) {
            assertThat(outside).isEmpty();
        }
    }

    @Test
    void copiesAnOldObjectWithTheCurrentTime() throws Exception {
        var original = freshKey();
        write(original, new byte[] {1});
        for (var file : filesBelow(root)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        }
        var copy = freshKey();
        var before = Instant.now().minusSeconds(1);

        store.copy(original, copy);

        try (var listed = store.list(copy.value())) {
            assertThat(listed.map(ObjectStore.StoredObject::modified))
                    .allMatch(before::isBefore)
                    .hasSize(1);
        }
    }

    @Test
    void removesTheTemporaryFileOfEveryWriter() throws Exception {
        var before = filesBelow(root.resolve("uploads"));

        write(freshKey(), randomBytes(1_000));
        try (var aborted = store.write(freshKey())) {
            aborted.write(randomBytes(1_000));
            assertThat(filesBelow(root.resolve("uploads"))).hasSize(before.size() + 1);
        }

        assertThat(filesBelow(root.resolve("uploads"))).isEqualTo(before);
    }

    @Test
    void removesFilesOfCrashedWritersAndKeepsThoseOfLiveWriters() throws Exception {
        var crashed = Files.createDirectories(root.resolve("uploads/crashed"));
        Files.createFile(root.resolve("uploads/crashed.lock"));
        Files.write(crashed.resolve("0"), randomBytes(100));
        var key = freshKey();
        var living = store.write(key);
        living.write(1);

        try (var other = FileObjectStore.open(root)) {
            assertThat(crashed).doesNotExist();
            assertThat(root.resolve("uploads/crashed.lock")).doesNotExist();
            living.complete();
            assertThat(other.size(key)).isEqualTo(1);
        }
    }

    @Test
    void keepsItsObjectsWhenItIsOpenedAgain() throws Exception {
        var key = freshKey();
        write(key, new byte[] {1, 2});
        store.close();

        store = FileObjectStore.open(root);

        assertThat(read(key)).containsExactly(1, 2);
    }

    @Test
    void spreadsManyObjectsOverFolders() throws Exception {
        for (var i = 0; i < 200; i++) {
            write(new BlobKey("blobs/acme/" + i), new byte[] {1});
        }

        try (var folders = Files.list(root.resolve("objects/blobs/acme"))) {
            assertThat(folders.count()).isBetween(100L, 200L);
        }
    }

    @Test
    void readsDirectoryEntriesLazily() throws Exception {
        for (var i = 0; i < 20; i++) {
            write(new BlobKey("blobs/acme/" + i), new byte[] {1});
        }

        try (var objects = store.list("blobs/acme/")) {
            var iterator = objects.iterator();
            var seen = iterator.next();
            store.delete(seen.key());
            for (var i = 0; i < 20; i++) {
                store.delete(new BlobKey("blobs/acme/" + i));
            }
            // the iterator may have read the next entry already, but never all of them
            assertThat(iterator).toIterable().hasSizeLessThan(19);
        }
    }

    @Test
    void skipsFilesThatAreNotObjects() throws Exception {
        var key = freshKey();
        write(key, new byte[] {1});
        Files.write(root.resolve("objects/not a key"), new byte[] {1});

        try (var objects = store.list("")) {
            assertThat(objects).extracting(ObjectStore.StoredObject::key).containsExactly(key);
        }
    }

    @Test
    void findsAnObjectThatWasAddedByHandAndCopiesItsBytes() throws Exception {
        var original = new BlobKey("incoming/photo.jpg");
        var copy = freshKey();
        var file = root.resolve("objects/incoming/photo.jpg");
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {1, 2, 3});

        store.copy(original, copy);
        // in place, as an owner may do: a hard-linked copy would change too
        Files.write(file, new byte[] {4, 5, 6, 7});

        assertThat(read(copy)).containsExactly(1, 2, 3);
        assertThat(read(original)).containsExactly(4, 5, 6, 7);
        assertThat(store.size(original)).isEqualTo(4);
    }

    @Test
    void reportsAMissingDiskAsUnavailable() throws Exception {
        var key = freshKey();
        Files.delete(root.resolve("objects"));

        assertThatThrownBy(() -> store.read(key))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(key.value());
    }

    @Test
    void refusesToCopyToAnExistingKey() throws Exception {
        var key = freshKey();
        var taken = freshKey();
        write(key, new byte[] {1});
        write(taken, new byte[] {2});

        assertThatThrownBy(() -> store.copy(key, taken)).isInstanceOf(IllegalStateException.class);

        assertThat(read(taken)).containsExactly(2);
    }

    @Test
    void refusesAFolderThatIsAFile() throws Exception {
        var file = Files.createFile(root.resolve("file"));

        assertThatThrownBy(() -> FileObjectStore.open(file))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void reportsAMissingFolder() throws Exception {
        Files.delete(root.resolve("objects"));

        assertThatThrownBy(() -> store.probe()).isInstanceOf(StoreUnavailableException.class);
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }
}
