package io.sluice.store;

import java.nio.file.Path;

/// Opens the object store that is configured.
public final class ObjectStores {

    private ObjectStores() {}

    /// The caller closes it.
    ///
    /// @param dataDirectory where objects go when the configuration does not say
    /// @throws StoreUnavailableException when a folder cannot be made; a server that is down is found out by
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
