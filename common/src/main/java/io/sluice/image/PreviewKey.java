package io.sluice.image;

import java.util.Optional;
import java.util.regex.Pattern;

/// The keys of previews in the store: beside the blobs, `previews/{organization}/{name of the blob}-{side}`.
/// So whoever removes a blob knows the keys of its previews.
public final class PreviewKey {

    /// The prefix of the keys of all previews.
    public static final String PREFIX = "previews/";

    private static final String BLOBS = "blobs/";
    private static final Pattern KEY = Pattern.compile(PREFIX + "(.+)-(\\d{1,4})");

    private PreviewKey() {}

    /// Returns the key of a preview of this blob.
    public static BlobKey of(BlobKey blob, PreviewSize size) {
        var name = blob.value().startsWith(BLOBS) ? blob.value().substring(BLOBS.length()) : blob.value();
        return new BlobKey(PREFIX + name + '-' + size.side());
    }

    /// Returns the key of the blob that this key of a preview belongs to; empty for other keys.
    public static Optional<BlobKey> blob(BlobKey preview) {
        var matcher = KEY.matcher(preview.value());
        return matcher.matches() && PreviewSize.ofSide(matcher.group(2)).isPresent()
                ? Optional.of(new BlobKey(BLOBS + matcher.group(1)))
                : Optional.empty();
    }
}
