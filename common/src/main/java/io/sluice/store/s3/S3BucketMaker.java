package io.sluice.store.s3;

import io.minio.Http;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import java.util.concurrent.CompletableFuture;
import okhttp3.Response;

/// Creates a bucket in the default region, which must then not be named (`LocationConstraint` in the S3 API),
/// whereas the client itself always names a region.
final class S3BucketMaker extends MinioAsyncClient {

    /// The region of a bucket when the request names none.
    static final String UNNAMED_REGION = "us-east-1";

    S3BucketMaker(MinioAsyncClient client) {
        super(client);
    }

    CompletableFuture<Response> make(String bucket) {
        return executePutAsync(MakeBucketArgs.builder().bucket(bucket).build(), new Http.Headers(), null, null);
    }
}
