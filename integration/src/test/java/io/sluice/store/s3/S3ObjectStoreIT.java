package io.sluice.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.image.BlobKey;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreConfig;
import io.sluice.store.StoreLocation;
import io.sluice.store.StoreUnavailableException;
import io.sluice.store.connection.ObjectStores;
import io.sluice.testsupport.ObjectStoreContract;
import io.sluice.testsupport.S3TestServer;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

class S3ObjectStoreIT extends ObjectStoreContract {

    private static final String BUCKET = "sluice-test";

    @TempDir
    static Path folder;

    private static S3TestServer server;
    private static ObjectStore store;

    @BeforeAll
    static void start() {
        server = S3TestServer.start(folder, BUCKET);
        store = open(BUCKET, S3TestServer.SECRET_KEY);
    }

    @AfterAll
    static void stop() {
        store.close();
        server.close();
    }

    private static ObjectStore open(String bucket, String secretKey) {
        var location = StoreLocation.parse("s3://" + bucket + "?endpoint=http://127.0.0.1:" + server.port());
        return ObjectStores.open(new StoreConfig(location, S3TestServer.ACCESS_KEY, secretKey, false), folder);
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
    void writesPartsOfTheSizeInTheContract() {
        assertThat(S3BlobWriter.PART_BYTES).isEqualTo(PART);
    }

    @Test
    void leavesNoUnfinishedMultipartUpload() throws Exception {
        var key = freshKey();

        try (var writer = store.write(key)) {
            writer.write(randomBytes(S3BlobWriter.PART_BYTES + 1));
            assertThat(server.blobs().listMultipartUploads(BUCKET))
                    .extracting(MultipartUpload::key)
                    .contains(key.value());
        }

        assertThat(server.blobs().listMultipartUploads(BUCKET))
                .extracting(MultipartUpload::key)
                .doesNotContain(key.value());
    }

    @Test
    void namesTheKeyWhenTheServerCannotBeReached() {
        var location = StoreLocation.parse("s3://" + BUCKET + "?endpoint=http://127.0.0.1:1");
        try (var unreachable = ObjectStores.open(
                new StoreConfig(location, S3TestServer.ACCESS_KEY, S3TestServer.SECRET_KEY, false), folder)) {
            var key = new BlobKey("blobs/acme/x");

            assertThatThrownBy(() -> unreachable.read(key))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(BUCKET + "/blobs/acme/x");
        }
    }

    @Test
    void reportsAMissingBucketAndNotAMissingObject() {
        try (var missing = open("sluice-missing", S3TestServer.SECRET_KEY)) {
            var key = freshKey();

            assertThatThrownBy(missing::probe)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("sluice-missing");
            assertThatThrownBy(() -> missing.read(key)).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void createsAMissingBucketIfConfigured() throws Exception {
        var location = StoreLocation.parse("s3://sluice-made?endpoint=http://127.0.0.1:" + server.port());
        try (var fresh = ObjectStores.open(
                new StoreConfig(location, S3TestServer.ACCESS_KEY, S3TestServer.SECRET_KEY, true), folder)) {
            fresh.probe();
            fresh.probe();

            assertThat(server.blobs().containerExists("sluice-made")).isTrue();
        }
    }

    @Test
    void listsSeveralPages() throws Exception {
        var prefix = "blobs/pages-" + System.nanoTime() + '/';
        for (var i = 0; i < 1_003; i++) {
            // written without the client, which would take long
            var request = PutObjectRequest.builder()
                    .bucket(BUCKET)
                    .key(prefix + i)
                    .contentLength(1L)
                    .build();
            server.blobs().putBlob(request, new ByteArrayInputStream(new byte[1]));
        }

        try (var objects = store.list(prefix)) {
            assertThat(objects.distinct()).hasSize(1_003);
        }
    }

    @Test
    void reportsWrongCredentials() {
        try (var wrong = open(BUCKET, "wrong")) {
            assertThatThrownBy(() -> wrong.read(freshKey())).isInstanceOf(StoreUnavailableException.class);
        }
    }
}
