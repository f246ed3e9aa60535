package io.sluice.store.s3;

import io.minio.MinioAsyncClient;
import io.minio.PutObjectAPIArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import io.sluice.image.BlobKey;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Requests to a bucket, with retries of temporary failures and with errors translated to the exceptions of
/// `ObjectStore`.
///
/// Every request is idempotent: objects are written once under unique keys, so a retry can only repeat the
/// same effect. What to do after the last attempt is the caller's decision.
record S3Requests(MinioAsyncClient client, String bucket) {

    static final int ATTEMPTS = 4;

    /// Upper bound of the first delay, doubled for each attempt. The delay is random between zero and the
    /// bound, so that requests that failed together are not repeated together.
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

    /// No more attempts after this time, because callers have deadlines.
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int NOT_FOUND = 404;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;

    private static final Logger LOG = LoggerFactory.getLogger(S3Requests.class);

    /// An asynchronous request.
    interface Request<T> {
        CompletableFuture<T> start(MinioAsyncClient client) throws MinioException;
    }

    /// Waits for `request`, and repeats it after temporary failures.
    ///
    /// @param what the action for the error message: `write`, `read` …
    /// @param key  the object concerned, or null for the bucket
    /// @throws BlobNotFoundException     when the server reports that there is no such key
    /// @throws StoreUnavailableException for every other failure
    <T> T call(String what, @Nullable BlobKey key, Request<T> request) {
        var name = key == null ? bucket : bucket + '/' + key;
        var began = System.nanoTime();
        for (var attempt = 1; ; attempt++) {
            try {
                return request.start(client).get();
            } catch (InterruptedException e) {
                throw interrupted(what, name, e);
            } catch (ExecutionException | MinioException e) {
                var cause = root(e);
                if (key != null && isNotFound(cause)) {
                    throw new BlobNotFoundException(key);
                }
                var spent = Duration.ofNanos(System.nanoTime() - began);
                if (attempt == ATTEMPTS || spent.compareTo(PATIENCE) > 0 || !mayPass(cause)) {
                    throw new StoreUnavailableException(
                            "cannot " + what + ' ' + name + ": " + cause.getMessage(), cause);
                }
                LOG.atDebug()
                        .addKeyValue("request", what)
                        .addKeyValue("blob", name)
                        .setCause(cause)
                        .log("request failed, retrying");
                pause(what, name, attempt);
            }
        }
    }

    /// Writes an object with one request.
    ///
    /// @param length number of bytes from the beginning of `bytes`
    /// @param more   adds headers
    void put(BlobKey key, byte[] bytes, int length, Consumer<PutObjectAPIArgs.Builder> more) {
        var _ = call("write", key, it -> {
            var object = PutObjectAPIArgs.builder()
                    .bucket(bucket)
                    .object(key.value())
                    .data(bytes, length);
            more.accept(object);
            return it.putObject(object.build());
        });
    }

    /// Returns the length of an object in bytes.
    ///
    /// @throws BlobNotFoundException when there is no such object
    long size(BlobKey key) {
        return call(
                        "get the size of",
                        key,
                        client -> client.statObject(StatObjectArgs.builder()
                                .bucket(bucket)
                                .object(key.value())
                                .build()))
                .size();
    }

    private static void pause(String what, String name, int attempt) {
        var bound = FIRST_WAIT.toMillis() << (attempt - 1);
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(bound + 1));
        } catch (InterruptedException e) {
            throw interrupted(what, name, e);
        }
    }

    private static StoreUnavailableException interrupted(String what, String name, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new StoreUnavailableException("interrupted: " + what + ' ' + name, cause);
    }

    /// Returns whether the same request may succeed later.
    static boolean mayPass(Throwable cause) {
        return switch (cause) {
            case ErrorResponseException _, ServerException _ -> mayPass(status(cause));
            // a response that is not S3's: there is an intermediary, such as a proxy without its server
            case InvalidResponseException _ -> true;
            case IOException _ -> true;
            default -> false;
        };
    }

    /// The status of the response that `cause` tells of; 0 when there was none, or none of S3.
    static int status(@Nullable Throwable cause) {
        return switch (cause) {
            case ErrorResponseException answer -> answer.response().code();
            case ServerException answer -> answer.statusCode();
            case null, default -> 0;
        };
    }

    private static boolean mayPass(int status) {
        return (status >= FIRST_SERVER_ERROR && status != NOT_IMPLEMENTED)
                || status == TOO_MANY_REQUESTS
                || status == REQUEST_TIMEOUT;
    }

    private static boolean isNotFound(Throwable cause) {
        return cause instanceof ErrorResponseException answer
                && answer.response().code() == NOT_FOUND
                && !answer.errorResponse().code().equals("NoSuchBucket");
    }

    private static Throwable root(Throwable failure) {
        var cause = failure;
        while (cause instanceof ExecutionException || cause instanceof CompletionException) {
            if (cause.getCause() == null) {
                return cause;
            }
            cause = cause.getCause();
        }
        return cause;
    }
}
