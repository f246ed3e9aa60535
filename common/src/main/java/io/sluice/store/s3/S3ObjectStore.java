package io.sluice.store.s3;

import io.minio.BucketExistsArgs;
import io.minio.CopyObjectArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsV2Args;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.RemoveObjectArgs;
import io.minio.SourceObject;
import io.minio.errors.ErrorResponseException;
import io.sluice.image.BlobKey;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.BlobWriter;
import io.sluice.store.BoundedInputStream;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreConfig;
import io.sluice.store.StoreLocation;
import io.sluice.store.StoreRefusedException;
import io.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An object store in a bucket of an S3 server.
///
/// A crashed process may leave parts of an unfinished multipart upload in the bucket, which are invisible but
/// charged for; a lifecycle rule of the bucket (`AbortIncompleteMultipartUpload`) removes them.
public final class S3ObjectStore implements ObjectStore {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IO_TIMEOUT = Duration.ofSeconds(30);

    /// Maximum concurrent requests; further ones wait. OkHttp's default is five a host.
    private static final int MAX_REQUESTS = 256;

    /// Error codes for a bucket that another process has just created.
    private static final Set<String> TAKEN = Set.of("BucketAlreadyOwnedByYou", "BucketAlreadyExists");

    /// Statuses of a server that is there but does not accept the bucket's address or the credentials.
    private static final Set<Integer> REFUSALS = Set.of(301, 400, 401, 403);

    /// Maximum concurrent copies through this process: each has a part in memory.
    static final int MAX_COPIES_THROUGH = 8;

    private static final Logger LOG = LoggerFactory.getLogger(S3ObjectStore.class);

    private final S3Requests requests;
    private final OkHttpClient http;
    private final ExecutorService executor;
    private final S3Refusals refusals;
    private final String bucket;
    private final String region;
    private final boolean createsBucket;
    private final Semaphore copiesThrough = new Semaphore(MAX_COPIES_THROUGH);

    /// What the server lacks, as far as [#examine()] knows.
    private volatile Set<S3Feature> lacking = Set.of();

    private S3ObjectStore(
            S3Requests requests,
            OkHttpClient http,
            ExecutorService executor,
            StoreLocation.Bucket bucket,
            boolean createsBucket) {
        this.requests = requests;
        this.http = http;
        this.executor = executor;
        this.refusals = new S3Refusals(bucket);
        this.bucket = bucket.name();
        this.region = bucket.region();
        this.createsBucket = createsBucket;
    }

    /// Opens the bucket without a request to the server; see [#probe()].
    ///
    /// @param credentials   credentials of the requests
    /// @param createsBucket whether [#probe()] creates a missing bucket
    public static S3ObjectStore open(StoreLocation.Bucket bucket, S3Credentials credentials, boolean createsBucket) {
        var executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("s3-", 0).factory());
        var dispatcher = new Dispatcher(executor);
        dispatcher.setMaxRequests(MAX_REQUESTS);
        dispatcher.setMaxRequestsPerHost(MAX_REQUESTS);
        var http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(MAX_REQUESTS / 4, 1, TimeUnit.MINUTES))
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(IO_TIMEOUT)
                .writeTimeout(IO_TIMEOUT)
                .build();
        var client = MinioAsyncClient.builder()
                .endpoint(bucket.endpoint().toString())
                .region(bucket.region())
                .credentialsProvider(credentials.provider(http))
                .httpClient(http)
                .build();
        if (bucket.pathStyle()) {
            client.disableVirtualStyleEndpoint();
        } else {
            client.enableVirtualStyleEndpoint();
        }
        return new S3ObjectStore(new S3Requests(client, bucket.name()), http, executor, bucket, createsBucket);
    }

    @Override
    public BlobWriter write(BlobKey key) {
        return new S3BlobWriter(requests, key);
    }

    @Override
    public InputStream read(BlobKey key) {
        return requests.call(
                "read",
                key,
                client -> client.getObject(GetObjectArgs.builder()
                        .bucket(bucket)
                        .object(key.value())
                        .build()));
    }

    @Override
    public InputStream read(BlobKey key, long offset, long length) {
        var available = size(key) - offset;
        if (length == 0 || available <= 0) {
            // to S3, a range that is empty or starts after the end is an error
            return InputStream.nullInputStream();
        }
        if (lacking.contains(S3Feature.RANGED_READS)) {
            return new BoundedInputStream(skipped(key, offset), Math.min(length, available));
        }
        return requests.call(
                "read",
                key,
                client -> client.getObject(GetObjectArgs.builder()
                        .bucket(bucket)
                        .object(key.value())
                        .offset(offset)
                        .length(Math.min(length, available))
                        .build()));
    }

    private InputStream skipped(BlobKey key, long offset) {
        var content = read(key);
        try {
            content.skipNBytes(offset);
            return content;
        } catch (IOException e) {
            try (content) {
                throw new StoreUnavailableException("cannot read " + key + ": " + e.getMessage(), e);
            } catch (IOException f) {
                throw new StoreUnavailableException("cannot read " + key + ": " + f.getMessage(), f);
            }
        }
    }

    @Override
    public long size(BlobKey key) {
        return requests.size(key);
    }

    /// Copies an object. Above 5 GiB, the limit of one request, the client copies part by part, on the server
    /// too.
    @Override
    public void copy(BlobKey from, BlobKey to) {
        if (lacking.contains(S3Feature.COPIES)) {
            copyThrough(from, to);
            return;
        }
        var _ = requests.call(
                "copy to " + to,
                from,
                client -> client.copyObject(CopyObjectArgs.builder()
                        .bucket(bucket)
                        .object(to.value())
                        .source(SourceObject.builder()
                                .bucket(bucket)
                                .object(from.value())
                                .build())
                        .build()));
    }

    /// Copies an object for a server that does not copy.
    private void copyThrough(BlobKey from, BlobKey to) {
        copiesThrough.acquireUninterruptibly();
        try (var content = read(from);
                var writer = write(to)) {
            content.transferTo(writer);
            writer.complete();
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot copy " + from + " to " + to + ": " + e.getMessage(), e);
        } finally {
            copiesThrough.release();
        }
    }

    /// Copies all objects concurrently: a request takes a round trip, however small the object is.
    @Override
    public Copies copyAll(Map<BlobKey, BlobKey> originals) {
        var done = ConcurrentHashMap.<BlobKey>newKeySet();
        var missing = ConcurrentHashMap.<BlobKey>newKeySet();
        var fault = new AtomicReference<@Nullable StoreUnavailableException>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            originals.forEach((to, from) -> threads.execute(() -> {
                try {
                    copy(from, to);
                    done.add(to);
                } catch (BlobNotFoundException _) {
                    missing.add(to);
                } catch (StoreUnavailableException e) {
                    fault.set(e);
                }
            }));
        }
        return new Copies(done, missing, fault.get());
    }

    @Override
    public void delete(BlobKey key) {
        try {
            var _ = requests.call(
                    "delete",
                    key,
                    client -> client.removeObject(RemoveObjectArgs.builder()
                            .bucket(bucket)
                            .object(key.value())
                            .build()));
        } catch (BlobNotFoundException e) {
            // some servers report a missing object; that is the requested state
        }
    }

    @Override
    public Stream<StoredObject> list(String prefix) {
        var objects = Spliterators.spliteratorUnknownSize(new S3Listing(requests, prefix), Spliterator.ORDERED);
        return StreamSupport.stream(objects, false);
    }

    @Override
    public void probe() {
        if (bucketExists()) {
            return;
        }
        if (!createsBucket) {
            throw new StoreRefusedException(
                    "there is no bucket " + bucket + ": check " + StoreConfig.URI.key() + ", or set "
                            + StoreConfig.CREATE_BUCKET.key() + "=true",
                    null);
        }
        createBucket();
    }

    @Override
    public void examine() {
        probe();
        lacking = new S3StartCheck(this, requests, refusals).run();
        lacking.forEach(feature -> LOG.atWarn()
                .addKeyValue("bucket", bucket)
                .addKeyValue("feature", feature.title())
                .addKeyValue("cost", feature.cost())
                .log("object store lacks a feature"));
    }

    private boolean bucketExists() {
        try {
            return requests.call(
                    "check the bucket",
                    null,
                    client -> client.bucketExists(
                            BucketExistsArgs.builder().bucket(bucket).build()));
        } catch (StoreUnavailableException e) {
            var status = S3Requests.status(e.getCause());
            if (!REFUSALS.contains(status)) {
                throw refusals.hinted(e);
            }
            throw refusals.of(withCode(e))
                    .orElseGet(() -> new StoreRefusedException(
                            "the object store refuses access to bucket " + bucket + " with status " + status
                                    + ": check " + StoreConfig.ACCESS_KEY.key() + ", "
                                    + StoreConfig.SECRET_KEY.key() + ", and the endpoint and region in "
                                    + StoreConfig.URI.key(),
                            e));
        }
    }

    /// Returns the refusal of a listing, which needs the same permission and has a body with the reason; the answer
    /// to the check of a bucket has none.
    private StoreUnavailableException withCode(StoreUnavailableException refused) {
        try {
            var _ = requests.call(
                    "list",
                    null,
                    client -> client.listObjectsV2(ListObjectsV2Args.builder()
                            .bucket(bucket)
                            .maxKeys(1)
                            .build()));
            return refused;
        } catch (StoreUnavailableException e) {
            return e;
        }
    }

    /// Creates the bucket. Several processes may try at once; all but one are refused because it exists.
    private void createBucket() {
        try {
            if (region.equals(S3BucketMaker.UNNAMED_REGION)) {
                requests.call("create the bucket", null, client -> new S3BucketMaker(client).make(bucket))
                        .close();
            } else {
                var _ = requests.call(
                        "create the bucket",
                        null,
                        client -> client.makeBucket(
                                MakeBucketArgs.builder().bucket(bucket).build()));
            }
            LOG.atInfo().addKeyValue("bucket", bucket).log("bucket created");
        } catch (StoreUnavailableException e) {
            var code = e.getCause() instanceof ErrorResponseException answer
                    ? answer.errorResponse().code()
                    : "";
            if (code.equals("AccessDenied")) {
                throw new StoreRefusedException(
                        "there is no bucket " + bucket + ", and the credentials may not create it: create it, or allow"
                                + " s3:CreateBucket",
                        e);
            }
            if (!TAKEN.contains(code)) {
                throw refusals.of(e).map(StoreUnavailableException.class::cast).orElse(e);
            }
        }
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        executor.shutdownNow(); // not close(), which waits for as long as a request takes
        http.connectionPool().evictAll();
    }
}
