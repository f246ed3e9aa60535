package io.sluice.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract that all object stores must satisfy.
public abstract class ObjectStoreContract {

    /// Size of a part of a multipart upload, around which sizes are tried.
    public static final int PART = 5 << 20;

    /// Returns the store under test; tests use unique keys.
    protected abstract ObjectStore store();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 77})
    void readsTheBytesThatWereWritten(int size) throws Exception {
        var key = freshKey();
        var bytes = randomBytes(size);

        write(key, bytes);

        assertThat(read(key)).isEqualTo(bytes);
        assertThat(store().size(key)).isEqualTo(size);
    }

    @Test
    void writesByteByByteAndInChunksOfAnySize() throws Exception {
        var key = freshKey();
        var bytes = randomBytes(70_003);

        try (var writer = store().write(key)) {
            for (var i = 0; i < 3; i++) {
                writer.write(bytes[i]);
            }
            for (var at = 3; at < bytes.length; at += 7_000) {
                writer.write(bytes, at, Math.min(7_000, bytes.length - at));
            }
            writer.complete();
        }

        assertThat(read(key)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, PART + 10})
    void leavesNoObjectWhenAWriterIsClosedWithoutComplete(int size) throws Exception {
        var key = freshKey();

        try (var writer = store().write(key)) {
            writer.write(randomBytes(size));
        }

        assertThatThrownBy(() -> store().read(key)).isInstanceOf(BlobNotFoundException.class);
        try (var objects = store().list(key.value())) {
            assertThat(objects).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, PART + 10})
    void hidesAnObjectUntilItIsComplete(int size) throws Exception {
        var key = freshKey();
        try (var writer = store().write(key)) {
            writer.write(randomBytes(size));

            assertThatThrownBy(() -> store().size(key)).isInstanceOf(BlobNotFoundException.class);

            writer.complete();
        }
        assertThat(store().size(key)).isEqualTo(size);
    }

    @Test
    void closesACompletedWriterTwice() throws Exception {
        var key = freshKey();
        var writer = store().write(key);
        writer.write("whole".getBytes(UTF_8));
        writer.complete();

        writer.close();
        writer.close();

        assertThat(read(key)).isEqualTo("whole".getBytes(UTF_8));
    }

    @Test
    void readsRangesAndStopsAtTheEndOfTheObject() throws Exception {
        var key = freshKey();
        write(key, "0123456789".getBytes(UTF_8));

        assertThat(read(key, 0, 4)).isEqualTo("0123");
        assertThat(read(key, 3, 4)).isEqualTo("3456");
        assertThat(read(key, 7, 100)).isEqualTo("789");
        assertThat(read(key, 9, Long.MAX_VALUE)).isEqualTo("9");
        assertThat(read(key, 10, 5)).isEmpty();
        assertThat(read(key, 1_000, 5)).isEmpty();
        assertThat(read(key, 2, 0)).isEmpty();
    }

    @Test
    void namesTheMissingKeyInEveryOperation() {
        var key = freshKey();
        var askedFor = List.<Callable<?>>of(
                () -> store().read(key),
                () -> store().read(key, 0, 1),
                () -> store().read(key, 0, 0),
                () -> store().size(key),
                () -> {
                    store().copy(key, freshKey());
                    return key;
                });

        assertThat(askedFor)
                .allSatisfy(call -> assertThatThrownBy(call::call)
                        .isInstanceOfSatisfying(
                                BlobNotFoundException.class,
                                missing -> assertThat(missing.key()).isEqualTo(key))
                        .hasMessageContaining(key.value()));
    }

    @Test
    void keepsACopyWhenTheOriginalIsDeleted() throws Exception {
        var original = freshKey();
        var copy = freshKey();
        var bytes = randomBytes(20_000);
        write(original, bytes);

        store().copy(original, copy);
        store().delete(original);

        assertThat(read(copy)).isEqualTo(bytes);
        assertThatThrownBy(() -> store().read(original)).isInstanceOf(BlobNotFoundException.class);
    }

    @Test
    void keepsTheOriginalWhenACopyIsDeleted() throws Exception {
        var original = freshKey();
        var copy = freshKey();
        write(original, new byte[] {1, 2, 3});

        store().copy(original, copy);
        store().delete(copy);

        assertThat(read(original)).containsExactly(1, 2, 3);
    }

    @Test
    void copiesManyAndReportsMissingOriginals() throws Exception {
        var original = freshKey();
        var bytes = new byte[] {1, 2, 3};
        write(original, bytes);
        var keys = store().uniqueKeys(new Organization("acme"), 3);

        var copies = store().copyAll(Map.of(keys.get(0), original, keys.get(1), original, keys.get(2), freshKey()));

        assertThat(copies.done()).containsExactlyInAnyOrder(keys.get(0), keys.get(1));
        assertThat(copies.missing()).containsExactly(keys.get(2));
        assertThat(copies.fault()).isNull();
        assertThat(read(keys.get(0))).isEqualTo(bytes);
        assertThat(read(keys.get(1))).isEqualTo(bytes);
    }

    @Test
    void createsUniqueKeys() {
        var organization = new Organization("acme");
        var keys = Stream.generate(() -> store().uniqueKeys(organization, 100))
                .limit(10)
                .flatMap(List::stream)
                .toList();

        assertThat(keys).hasSize(1_000).doesNotHaveDuplicates().allMatch(key -> key.belongsTo(organization));
    }

    @Test
    void ignoresDeletionOfAMissingObject() throws Exception {
        var key = freshKey();
        write(key, new byte[] {1});

        store().delete(key);

        assertThatCode(() -> store().delete(key)).doesNotThrowAnyException();
    }

    @Test
    void listsObjectsUnderAPrefixWithSizeAndTime() throws Exception {
        var organization = "list-" + System.nanoTime();
        var expected = new HashMap<BlobKey, Long>();
        for (var i = 1; i <= 30; i++) {
            var key = new BlobKey("blobs/" + organization + "/object-" + i);
            write(key, randomBytes(i));
            expected.put(key, (long) i);
        }
        write(new BlobKey("blobs/" + organization + "-other/object-1"), new byte[] {1});
        write(new BlobKey("blobs/" + organization + "/deeper/still/object"), new byte[] {1});

        assertThat(sizes("blobs/" + organization + "/object-")).isEqualTo(expected);
        assertThat(sizes("blobs/" + organization + "/object-1")).hasSize(11);
        assertThat(sizes("blobs/" + organization + "/")).hasSize(31);
        assertThat(sizes("blobs/" + organization)).hasSize(32);
        assertThat(sizes("blobs/" + organization + "/nothing/")).isEmpty();
        try (var objects = store().list("blobs/" + organization + "/")) {
            assertThat(objects)
                    .allSatisfy(object ->
                            assertThat(object.modified()).isCloseTo(Instant.now(), within(Duration.ofMinutes(5))));
        }
    }

    /// Returns whether an object can have a key that continues the key of another one after a slash. Keys of
    /// Sluice never do, and servers that store objects as files do not support it.
    protected boolean storesKeysBelowKeys() {
        return true;
    }

    @Test
    void distinguishesAKeyFromAKeyBelowIt() throws Exception {
        assumeTrue(storesKeysBelowKeys());
        var key = freshKey();
        var below = new BlobKey(key + "-x/y");
        var sibling = new BlobKey(key + "-x");

        write(below, new byte[] {1});
        write(sibling, new byte[] {2});

        assertThat(read(below)).containsExactly(1);
        assertThat(read(sibling)).containsExactly(2);
        assertThat(sizes(sibling.value())).containsOnlyKeys(below, sibling);
    }

    @Test
    void supportsConcurrentWritersAndReaders() throws Exception {
        var keys = IntStream.range(0, 32).mapToObj(_ -> freshKey()).toList();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<byte[]>>();
            for (var i = 0; i < keys.size(); i++) {
                var key = keys.get(i);
                var bytes = new Random(i)
                        .ints(50_000)
                        .mapToObj(Integer::toString)
                        .limit(2_000)
                        .toList();
                results.add(pool.submit(() -> {
                    write(key, String.join(" ", bytes).getBytes(UTF_8));
                    return read(key);
                }));
            }
            for (var i = 0; i < keys.size(); i++) {
                var expected = new Random(i)
                        .ints(50_000)
                        .mapToObj(Integer::toString)
                        .limit(2_000)
                        .toList();
                assertThat(new String(results.get(i).get(), UTF_8)).isEqualTo(String.join(" ", expected));
            }
        }
    }

    @Test
    void probesSuccessfully() {
        assertThatCode(() -> store().probe()).doesNotThrowAnyException();
    }

    protected static BlobKey freshKey() {
        return BlobKey.unique(new Organization("acme"));
    }

    protected void write(BlobKey key, byte[] bytes) throws IOException {
        try (var writer = store().write(key)) {
            writer.write(bytes);
            writer.complete();
        }
    }

    protected byte[] read(BlobKey key) throws IOException {
        try (var in = store().read(key)) {
            return in.readAllBytes();
        }
    }

    private String read(BlobKey key, long offset, long length) throws IOException {
        try (var in = store().read(key, offset, length)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private Map<BlobKey, Long> sizes(String prefix) {
        var sizes = new HashMap<BlobKey, Long>();
        try (var objects = store().list(prefix)) {
            objects.forEach(object -> sizes.put(object.key(), object.size()));
        }
        return sizes;
    }

    protected static byte[] randomBytes(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
