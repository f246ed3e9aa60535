package io.sluice.lab.storm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.ObjectStore;
import io.sluice.store.ObjectStores;
import io.sluice.store.StoreConfig;
import io.sluice.store.StoreLocation;
import io.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With the client that the services use.
class S3ServerTest {

    private static final Organization ACME = new Organization("acme");

    @TempDir
    private Path folder;

    private ObjectStore files;
    private S3Server server;
    private ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        files = open(new StoreConfig(new StoreLocation.Folder(folder), "", "", false));
        server = S3Server.start(files);
        var endpoint = URI.create("http://127.0.0.1:" + server.port());
        store = open(new StoreConfig(
                new StoreLocation.Bucket(S3Server.BUCKET, endpoint, "us-east-1", true), "access", "secret", false));
        store.probe();
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
        files.close();
    }

    private ObjectStore open(StoreConfig config) {
        return ObjectStores.open(config, folder);
    }

    @Test
    void keepsObjectsOfOnePartAndOfSeveral() throws IOException {
        for (var size : new int[] {1, 20_000, 11_000_000}) {
            var content = new byte[size];
            new Random(size).nextBytes(content);
            var key = put(content);

            try (var read = store.read(key);
                    var range = store.read(key, size / 2, 5)) {
                assertThat(read.readAllBytes()).isEqualTo(content);
                assertThat(range.readAllBytes()).hasSize(Math.min(5, size - size / 2));
            }
            assertThat(store.size(key)).isEqualTo(size);
        }
    }

    @Test
    void copiesListsAndDeletes() throws IOException {
        var key = put(new byte[] {1, 2, 3});
        var copy = BlobKey.unique(ACME);

        store.copy(key, copy);
        store.delete(key);

        try (var left = store.list(BlobKey.prefix(ACME))) {
            assertThat(left.map(ObjectStore.StoredObject::key)).containsExactly(copy);
        }
        assertThatThrownBy(() -> store.read(key)).isInstanceOf(BlobNotFoundException.class);
    }

    @Test
    void refusesWritesButNotReadsWhenItIsFull() throws IOException {
        var key = put(new byte[] {1, 2, 3});

        server.set(S3Server.Mood.FULL);

        assertThatThrownBy(() -> put(new byte[] {4})).isInstanceOf(StoreUnavailableException.class);
        assertThat(store.size(key)).isEqualTo(3);
    }

    private BlobKey put(byte[] content) throws IOException {
        var key = BlobKey.unique(ACME);
        try (var writer = store.write(key)) {
            writer.write(content);
            writer.complete();
        }
        return key;
    }
}
