package io.sluice.store.s3;

import io.minio.ListObjectsV2Args;
import io.minio.messages.ListBucketResultV2;
import io.sluice.image.BlobKey;
import io.sluice.store.ObjectStore;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// An iterator over the objects of a bucket under a prefix, fetched page by page on demand.
final class S3Listing implements Iterator<ObjectStore.StoredObject> {

    private static final int PAGE = 1_000;

    private final S3Requests requests;
    private final String prefix;
    private Iterator<ObjectStore.StoredObject> page;
    private @Nullable String next;

    S3Listing(S3Requests requests, String prefix) {
        this.requests = requests;
        this.prefix = prefix;
        this.page = fetch();
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && next != null) {
            page = fetch();
        }
        return page.hasNext();
    }

    @Override
    public ObjectStore.StoredObject next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more objects");
        }
        return page.next();
    }

    private Iterator<ObjectStore.StoredObject> fetch() {
        var from = next;
        var result = requests.call(
                        "list the objects " + prefix + "* of",
                        null,
                        client -> client.listObjectsV2(ListObjectsV2Args.builder()
                                .bucket(requests.bucket())
                                .prefix(prefix)
                                .encodingType("url")
                                .maxKeys(PAGE)
                                .continuationToken(from)
                                .build()))
                .result();
        next = result.isTruncated() ? result.nextContinuationToken() : null;
        return objects(result);
    }

    /// Skips objects whose keys are not valid here: others may use the same bucket.
    private static Iterator<ObjectStore.StoredObject> objects(ListBucketResultV2 result) {
        return result.contents().stream()
                .filter(item -> BlobKey.isValid(item.objectName()))
                .map(item -> new ObjectStore.StoredObject(
                        new BlobKey(item.objectName()),
                        item.size(),
                        item.lastModified().toInstant()))
                .iterator();
    }
}
