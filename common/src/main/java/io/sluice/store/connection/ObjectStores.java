package io.sluice.store.connection;

import io.sluice.store.ObjectStore;
import io.sluice.store.StoreConfig;
import io.sluice.store.StoreLocation;
import io.sluice.store.file.FileObjectStore;
import io.sluice.store.s3.S3Credentials;
import io.sluice.store.s3.S3ObjectStore;
import java.nio.file.Path;

/// The factory of the configured object store.
public final class ObjectStores {

    private ObjectStores() {}

    /// Opens the store; the caller closes it.
    ///
    /// @param dataDirectory the folder of the objects when the configuration does not name a store
    /// @throws StoreUnavailableException when a folder cannot be created; an unreachable server is detected by
    ///     [ObjectStore#probe()]
    public static ObjectStore open(StoreConfig config, Path dataDirectory) {
        return switch (config.location()) {
            case StoreLocation.DataDirectory _ -> FileObjectStore.open(dataDirectory.resolve("blobs"));
            case StoreLocation.Folder(var path) -> FileObjectStore.open(path);
            case StoreLocation.Bucket bucket ->
                S3ObjectStore.open(bucket, S3Credentials.of(config), config.createsBucket());
        };
    }
}
