package io.sluice.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.command.Source;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.store.BlobPages;
import io.sluice.testsupport.MemoryStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StagedBytesTest {

    private static final BlobKey BLOB = new BlobKey("blobs/acme/staged");
    private static final int SIZE = 3 * 1024 * 1024 + 21;

    private final MemoryStore store = new MemoryStore();
    private final byte[] content = new byte[SIZE];

    StagedBytesTest() {
        new Random(3).nextBytes(content);
        store.put(BLOB, content);
    }

    @Test
    void readsAnyPartOfTheFile() throws IOException {
        try (var bytes = open()) {
            assertThat(read(bytes, BlobPages.PAGE_BYTES - 5L, 200_000))
                    .isEqualTo(
                            Arrays.copyOfRange(content, BlobPages.PAGE_BYTES - 5, BlobPages.PAGE_BYTES - 5 + 200_000));
            assertThat(read(bytes, SIZE - 7L, 100)).isEqualTo(Arrays.copyOfRange(content, SIZE - 7, SIZE));
            assertThat(bytes.read(SIZE, ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void readsAFileInOrderWithFewRequests() throws IOException {
        try (var bytes = open()) {
            for (var position = 0; position < SIZE; position += 10_000) {
                read(bytes, position, 10_000);
            }
        }

        assertThat(store.reads()).isBetween(1, 10);
    }

    @Test
    void givesUpAFileThatIsReadInTooManyPlaces() throws IOException {
        var random = new Random(4);
        try (var bytes = open()) {
            assertThatThrownBy(() -> {
                        while (true) {
                            read(bytes, random.nextInt(SIZE), 1);
                        }
                    })
                    .isInstanceOf(StagedBytes.ScatteredFileException.class)
                    .hasMessageContaining("4096");
        }

        assertThat(store.reads()).isEqualTo(StagedBytes.MAX_REQUESTS);
    }

    private StagedBytes open() {
        return new StagedBytes(store, new Source.Staged(BLOB, new BinaryHash("0".repeat(40)), SIZE));
    }

    private static byte[] read(StagedBytes bytes, long position, int length) throws IOException {
        var target = ByteBuffer.allocate(length);
        bytes.read(position, target);
        return Arrays.copyOf(target.array(), target.position());
    }
}
