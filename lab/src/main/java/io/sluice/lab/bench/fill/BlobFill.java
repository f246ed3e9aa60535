package io.sluice.lab.bench.fill;

import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.store.ObjectStore;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;

/// Puts small blobs into a store, most of them as copies, which costs less.
public final class BlobFill {

    static final int IMAGE_BYTES = 4_000;

    private final ObjectStore store;
    private final UniqueJpegs images = UniqueJpegs.of(IMAGE_BYTES);

    /// @param store the server's; stays open
    public BlobFill(ObjectStore store) {
        this.store = store;
    }

    /// Writes up to [io.sluice.command.Slice#MAX_IMAGES] blobs with the same bytes.
    ///
    /// @return their keys
    public List<BlobKey> write(Organization organization, int count) throws IOException {
        var keys = store.uniqueKeys(organization, count);
        try (var writer = store.write(keys.getFirst())) {
            writer.write(images.next());
            writer.complete();
        }
        var copies = new HashMap<BlobKey, BlobKey>();
        keys.stream().skip(1).forEach(key -> copies.put(key, keys.getFirst()));
        if (store.copyAll(copies).done().size() < copies.size()) {
            throw new CommandFailure("the store cannot be filled");
        }
        return keys;
    }
}
