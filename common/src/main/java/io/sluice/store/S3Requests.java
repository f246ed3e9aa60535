package io.sluice.store;

import io.minio.MinioAsyncClient;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.sluice.image.BlobKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Makes requests to a bucket and turns what goes wrong into the exceptions of [ObjectStore].
record S3Requests(MinioAsyncClient client, String bucket) {

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
        try {
            return request.start(client).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted: " + what + ' ' + name, e);
        } catch (ExecutionException | MinioException e) {
            var cause = root(e);
            if (key != null && isNotFound(cause)) {
                throw new BlobNotFoundException(key);
            }
            throw new StoreUnavailableException("cannot " + what + ' ' + name + ": " + cause.getMessage(), cause);
        }
    }

    private static boolean isNotFound(Throwable cause) {
        return cause instanceof ErrorResponseException answer
                && answer.response().code() == 404
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
