package io.sluice.worker.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.image.BlobKey;
import io.sluice.testsupport.MemoryStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobBytesTest {

    private static final BlobKey BLOB = new BlobKey("blobs/acme/large");
    private static final int SIZE = 5 * 1024 * 1024 + 321;

    private final MemoryStore store = new MemoryStore();
    private final byte[] content = new byte[SIZE];

    @TempDir
    Path directory;

    BlobBytesTest() {
        new Random(7).nextBytes(content);
        store.put(BLOB, content);
    }

    @AfterEach
    void leavesNoWorkFiles() throws IOException {
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void readsAHeaderInOneRequest() throws IOException {
        try (var bytes = open(SIZE)) {
            for (int position = 0; position < 10_000; position += 100) {
                assertThat(read(bytes, position, 100)).isEqualTo(slice(position, 100));
            }
        }
        assertThat(store.reads()).isEqualTo(1);
    }

    @Test
    void readsAcrossPagesAndUpToTheEnd() throws IOException {
        try (var bytes = open(SIZE)) {
            int position = 3 * BlobBytes.PAGE_BYTES - 10;
            assertThat(read(bytes, position, 200_000)).isEqualTo(slice(position, 200_000));
            assertThat(read(bytes, SIZE - 50, 100)).isEqualTo(slice(SIZE - 50, 50));
            assertThat(bytes.read(SIZE, ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(bytes.read(SIZE + 1_000_000L, ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void readsLongerAndLongerRangesInOrder() throws IOException {
        try (var bytes = open(SIZE)) {
            for (int position = 0; position < SIZE; position += 4_096) {
                assertThat(read(bytes, position, 4_096)).isEqualTo(slice(position, 4_096));
            }
        }
        assertThat(store.reads()).isBetween(2, 10);
    }

    @Test
    void copiesTheBlobToAFileAfterManyRequests() throws IOException {
        var random = new Random(8);
        try (var bytes = open(SIZE)) {
            for (int i = 0; i < 500; i++) {
                int position = random.nextInt(SIZE - 1_000);
                assertThat(read(bytes, position, 1_000)).isEqualTo(slice(position, 1_000));
            }
        }
        assertThat(store.reads()).isBetween(2, BlobBytes.MAX_REQUESTS + 1);
    }

    @Test
    void fetchesItsFileOnce() throws IOException {
        try (var bytes = open(SIZE)) {
            read(bytes, 0, 10);
            assertThat(bytes.file()).hasBinaryContent(content);
            assertThat(bytes.file()).isEqualTo(bytes.file());
            assertThat(read(bytes, 1_000_000, 10)).isEqualTo(slice(1_000_000, 10));
        }
        assertThat(store.reads()).isEqualTo(2);
    }

    @Test
    void reportsABlobThatIsShorterThanDeclared() throws IOException {
        try (var bytes = open(SIZE + 1)) {
            assertThatThrownBy(() -> read(bytes, SIZE, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("fewer bytes");
            assertThatThrownBy(bytes::file).isInstanceOf(IOException.class).hasMessageContaining("fewer bytes");
        }
    }

    private BlobBytes open(long size) throws IOException {
        return new BlobBytes(store, BLOB, size, WorkDirectory.open(directory));
    }

    private static byte[] read(BlobBytes bytes, long position, int length) throws IOException {
        var target = ByteBuffer.allocate(length);
        int read = bytes.read(position, target);
        assertThat(target.position()).isEqualTo(read);
        return Arrays.copyOf(target.array(), read);
    }

    private byte[] slice(int position, int length) {
        return Arrays.copyOfRange(content, position, Math.min(SIZE, position + length));
    }
}
