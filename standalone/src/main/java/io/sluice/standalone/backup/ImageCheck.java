package io.sluice.standalone.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.kafka.Topics;
import io.sluice.standalone.sweep.BlobSet;
import io.sluice.standalone.terminal.CommandFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The check that every image, live or deleted, has its blob with the right length. It receives the records
/// of `sluice.source-images` in the order of each partition: only the last one of an image counts, so an
/// image without a blob is remembered until a later record replaces it.
final class ImageCheck {

    private static final int MAX_REMEMBERED = 1_000_000;
    private static final int SHOWN = 5;

    private final BlobSet blobs;
    private final Map<String, String> missing = new HashMap<>();
    private long records;

    /// @param blobs names of all blobs, see [BlobArchive#name]
    ImageCheck(BlobSet blobs) {
        this.blobs = blobs;
    }

    void see(byte[] key, byte @Nullable [] value) {
        records++;
        var image = new String(key, UTF_8);
        var record = Topics.SOURCE_IMAGES.deserializer().deserialize(Topics.SOURCE_IMAGES.name(), value);
        if (record == null || blobs.contains(BlobArchive.name(record.blob(), record.size()))) {
            missing.remove(image);
        } else {
            missing.put(image, record.blob().value());
            if (missing.size() > MAX_REMEMBERED) {
                throw new CommandFailure("more than " + MAX_REMEMBERED + " images have no blob in the store, such as "
                        + image + ": check that store and catalog belong together");
            }
        }
    }

    /// Returns the number of records.
    long records() {
        return records;
    }

    long missing() {
        return missing.size();
    }

    /// Returns some images without a blob.
    List<String> examples() {
        return missing.entrySet().stream()
                .limit(SHOWN)
                .map(image -> image.getKey() + " (" + image.getValue() + ')')
                .toList();
    }
}
