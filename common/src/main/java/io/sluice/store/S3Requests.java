package io.sluice.store;

import io.minio.MinioAsyncClient;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import io.sluice.image.BlobKey;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes requests to a bucket, again when the server stumbles, and turns what goes wrong into the exceptions of
/// [ObjectStore].
///
/// All that is asked for here may be asked for twice: objects are written once under keys of their own, so that a
/// second try can only do the same again. What fails for good after these tries is for the caller to decide.
record S3Requests(MinioAsyncClient client, String bucket) {

    static final int ATTEMPTS = 4;

    /// Bound of the first wait, doubled each time; the wait is anything between nothing and its bound, so that what
    /// failed together does not come back together.
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

    /// No further try once this has passed: callers have deadlines.
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int NOT_FOUND = 404;
    private static final int FIRST_SERVER_ERROR = 500;

    private static final Logger LOG = LoggerFactory.getLogger(S3Requests.class);

    /// A request that is under way once this returns.
    interface Request<T> {
        CompletableFuture<T> start(MinioAsyncClient client) throws MinioException;
    }

    /// Waits for `request`.
    ///
    /// @param what `write`, `read` … for the message
    /// @throws BlobNotFoundException     when the server says that there is no such key
    /// @throws StoreUnavailableException for everything else
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
                LOG.atDebug().addKeyValue("blob", name).setCause(cause).log("cannot " + what + " yet, trying again");
                pause(what, name, attempt);
            }
        }
    }

    /// Length of an object in bytes.
    ///
    /// @throws BlobNotFoundException when there is no such object
    long size(BlobKey key) {
        return call(
                        "look at",
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

    /// Whether the same request may well succeed a moment later.
    private static boolean mayPass(Throwable cause) {
        return switch (cause) {
            case ErrorResponseException answer -> mayPass(answer.response().code());
            case ServerException answer -> mayPass(answer.statusCode());
            // an answer that is not S3's: something stands between, such as a proxy without its server
            case InvalidResponseException _ -> true;
            case IOException _ -> true;
            default -> false;
        };
    }

    private static boolean mayPass(int status) {
        return status >= FIRST_SERVER_ERROR || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT;
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
