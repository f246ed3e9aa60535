package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.image.BlobKey;
import io.sluice.testsupport.ObjectStoreContract;
import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.MultipartUpload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ObjectStoreIT extends ObjectStoreContract {

    private static final String BUCKET = "sluice-test";

    @TempDir
    static Path folder;

    private static BlobStoreContext blobs;
    private static S3Proxy server;
    private static ObjectStore store;

    @BeforeAll
    static void start() throws Exception {
        blobs = ContextBuilder.newBuilder("transient")
                .credentials("identity", "credential")
                .build(BlobStoreContext.class);
        blobs.getBlobStore().createContainerInLocation(null, BUCKET);
        server = S3Proxy.builder()
                .blobStore(blobs.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "access", "secret")
                // the client adds checksum headers that the proxy does not support
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        store = open(BUCKET, "secret");
    }

    @AfterAll
    static void stop() throws Exception {
        store.close();
        server.stop();
        blobs.close();
    }

    private static ObjectStore open(String bucket, String secretKey) {
        var location = StoreLocation.parse("s3://" + bucket + "?endpoint=http://127.0.0.1:" + server.getPort());
        return ObjectStores.open(new StoreConfig(location, "access", secretKey, false), folder);
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void writesPartsOfTheSizeThatTheContractTries() {
        assertThat(S3BlobWriter.PART_BYTES).isEqualTo(PART);
    }

    @Test
    void leavesNoUnfinishedMultipartUpload() throws Exception {
        var key = freshKey();

        try (var writer = store.write(key)) {
            writer.write(randomBytes(S3BlobWriter.PART_BYTES + 1));
            assertThat(blobs.getBlobStore().listMultipartUploads(BUCKET))
                    .extracting(MultipartUpload::blobName)
                    .contains(key.value());
        }

        assertThat(blobs.getBlobStore().listMultipartUploads(BUCKET))
                .extracting(MultipartUpload::blobName)
                .doesNotContain(key.value());
    }

    @Test
    void namesTheKeyWhenTheServerCannotBeReached() {
        var location = StoreLocation.parse("s3://" + BUCKET + "?endpoint=http://127.0.0.1:1");
        try (var unreachable = ObjectStores.open(new StoreConfig(location, "access", "secret", false), folder)) {
            var key = new BlobKey("blobs/acme/x");

            assertThatThrownBy(() -> unreachable.read(key))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(BUCKET + "/blobs/acme/x");
        }
    }

    @Test
    void reportsAMissingBucketAndNotAMissingObject() {
        try (var missing = open("sluice-missing", "secret")) {
            var key = freshKey();

            assertThatThrownBy(missing::probe)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("sluice-missing");
            assertThatThrownBy(() -> missing.read(key)).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void createsAMissingBucketIfConfigured() throws Exception {
        var location = StoreLocation.parse("s3://sluice-made?endpoint=http://127.0.0.1:" + server.getPort());
        try (var fresh = ObjectStores.open(new StoreConfig(location, "access", "secret", true), folder)) {
            fresh.probe();
            fresh.probe();

            assertThat(blobs.getBlobStore().containerExists("sluice-made")).isTrue();
        }
    }

    @Test
    void listsSeveralPages() throws Exception {
        var prefix = "blobs/pages-" + System.nanoTime() + '/';
        for (var i = 0; i < 1_003; i++) {
            // written without the client, which would take long
            blobs.getBlobStore()
                    .putBlob(
                            BUCKET,
                            blobs.getBlobStore()
                                    .blobBuilder(prefix + i)
                                    .payload("x")
                                    .build());
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
