package io.sluice.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.image.BlobKey;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreConfig;
import io.sluice.store.StoreLocation;
import io.sluice.store.connection.ObjectStores;
import io.sluice.testsupport.ObjectStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// Runs the contract against the S3 server of `docker-compose.yml`, if a Docker engine is available.
class MinioObjectStoreIT extends ObjectStoreContract {

    /// Default of `S3_IMAGE` in `docker-compose.yml`.
    private static final String IMAGE = "pgsty/minio:RELEASE.2026-08-04T00-00-00Z";

    private static final int PORT = 9000;

    private static GenericContainer<?> server;
    private static ObjectStore store;

    @BeforeAll
    static void start() {
        assumeTrue(engineAnswers(), "no Docker engine answers");
        server = new GenericContainer<>(DockerImageName.parse(System.getenv().getOrDefault("S3_IMAGE", IMAGE)))
                .withCommand("server", "/data")
                .withEnv("MINIO_ROOT_USER", "access-key")
                .withEnv("MINIO_ROOT_PASSWORD", "secret-key")
                .withExposedPorts(PORT)
                .waitingFor(Wait.forHttp("/minio/health/live").forPort(PORT));
        server.start();
        var location = StoreLocation.parse(
                "s3://sluice-test?endpoint=http://" + server.getHost() + ':' + server.getMappedPort(PORT));
        store = ObjectStores.open(new StoreConfig(location, "access-key", "secret-key", true), Path.of("unused"));
        store.probe();
    }

    /// Prints the reason to the console when the test is skipped, because reports of skipped tests are rarely
    /// read.
    private static boolean engineAnswers() {
        String reason;
        try {
            if (DockerClientFactory.instance().isDockerAvailable()) {
                return true;
            }
            reason = "no Docker engine answers";
        } catch (RuntimeException e) {
            reason = "the Docker engine cannot be used: " + e.getMessage();
        }
        System.out.println("SKIPPED: the object store is not tried against MinIO, " + reason);
        return false;
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            store.close();
            server.stop();
        }
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected boolean storesKeysBelowKeys() {
        return false;
    }

    @Test
    void listsSeveralPages() throws Exception {
        var prefix = "blobs/pages-" + System.nanoTime() + '/';
        for (var i = 0; i < 1_003; i++) {
            write(new BlobKey(prefix + i), new byte[] {1});
        }

        try (var objects = store.list(prefix)) {
            assertThat(objects.distinct()).hasSize(1_003);
        }
    }
}
