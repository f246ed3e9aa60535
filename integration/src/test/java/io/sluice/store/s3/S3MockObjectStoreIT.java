package io.sluice.store.s3;

import io.sluice.store.ObjectStore;
import io.sluice.store.StoreConfig;
import io.sluice.store.StoreLocation;
import io.sluice.store.connection.ObjectStores;
import io.sluice.testsupport.ObjectStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Runs the contract against a second S3 server, which has nothing in common with the first.
class S3MockObjectStoreIT extends ObjectStoreContract {

    @TempDir
    static Path folder;

    private static S3MockServer server;
    private static ObjectStore store;

    @BeforeAll
    static void start() throws Exception {
        server = S3MockServer.start(folder, "sluice-test");
        var location = StoreLocation.parse("s3://sluice-test?endpoint=http://127.0.0.1:" + server.port());
        store = ObjectStores.open(new StoreConfig(location, "access", "secret", false), folder);
    }

    @AfterAll
    static void stop() {
        store.close();
        server.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }
}
