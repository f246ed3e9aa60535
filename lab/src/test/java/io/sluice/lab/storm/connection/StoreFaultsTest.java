package io.sluice.lab.storm.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreConfig;
import io.sluice.store.StoreLocation;
import io.sluice.store.StoreUnavailableException;
import io.sluice.store.connection.ObjectStores;
import io.sluice.testsupport.S3TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests the proxy with the client that the services use.
class StoreFaultsTest {

    private static final Organization ACME = new Organization("acme");

    @TempDir
    private Path folder;

    private S3TestServer server;
    private StoreFaults faults;
    private ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        server = S3TestServer.startUnsigned(folder, "faulty");
        faults = StoreFaults.start(server.port());
        var bucket =
                new StoreLocation.Bucket("faulty", URI.create("http://127.0.0.1:" + faults.port()), "us-east-1", true);
        var config = new StoreConfig(bucket, S3TestServer.ACCESS_KEY, S3TestServer.SECRET_KEY, false);
        store = ObjectStores.open(config, folder);
        store.probe();
    }

    @AfterEach
    void stop() {
        store.close();
        faults.close();
        server.close();
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
    void copiesAndListsAndDeletes() throws IOException {
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

        faults.set(StoreFaults.Health.FULL);

        assertThatThrownBy(() -> put(new byte[] {4})).isInstanceOf(StoreUnavailableException.class);
        assertThat(store.size(key)).isEqualTo(3);
    }

    @Test
    void answersTheThirdRequestWhenItIsFailing() throws IOException {
        var key = put(new byte[] {1, 2, 3});

        faults.set(StoreFaults.Health.FAILING);

        // the client repeats requests that are answered with 503
        assertThat(store.size(key)).isEqualTo(3);
    }

    @Test
    void refusesEverythingWhenItIsBusyOrItsClockIsWrong() throws IOException {
        var key = put(new byte[] {1, 2, 3});

        for (var health : new StoreFaults.Health[] {StoreFaults.Health.BUSY, StoreFaults.Health.SKEWED}) {
            faults.set(health);

            assertThatThrownBy(() -> put(new byte[] {4}))
                    .as("%s", health)
                    .isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> store.size(key)).as("%s", health).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void leavesNoHalfObjectsWhenItBreaksConnections() throws IOException {
        var content = new byte[11_000_000];
        new Random(1).nextBytes(content);
        faults.set(StoreFaults.Health.BREAKING);
        for (var tries = 0; tries < 4; tries++) {
            try {
                put(content);
            } catch (StoreUnavailableException _) {
                // in the middle of a part
            }
        }

        faults.set(StoreFaults.Health.GOOD);

        try (var left = store.list(BlobKey.prefix(ACME))) {
            assertThat(left).allSatisfy(object -> {
                try (var read = store.read(object.key())) {
                    assertThat(read.readAllBytes()).isEqualTo(content);
                }
            });
        }
    }

    @Test
    void abortsHangingRequestsWhenItIsHealthyAgain() throws Exception {
        var key = put(new byte[] {1, 2, 3});
        faults.set(StoreFaults.Health.HANGING);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var size = threads.submit(() -> store.size(key));
            await().during(Duration.ofMillis(200)).until(() -> !size.isDone());

            faults.set(StoreFaults.Health.GOOD);

            assertThat(size.get()).isEqualTo(3); // the client sends it again
        }
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
