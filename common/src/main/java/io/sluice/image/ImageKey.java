package io.sluice.image;

/// The key of one image, for example on `sluice.source-images`.
public record ImageKey(Organization organization, ImageHash hash) implements CatalogKey {

    /// Returns the key of an image.
    public static ImageKey of(SourceImage image) {
        return new ImageKey(image.organization(), image.hash());
    }

    /// Parses the text of a key.
    ///
    /// @throws IllegalArgumentException when it is none
    public static ImageKey parse(String text) {
        var slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "the key of an image is an organization, '/' and a hash, but this is \"" + text + '"');
        }
        return new ImageKey(new Organization(text.substring(0, slash)), new ImageHash(text.substring(slash + 1)));
    }

    @Override
    public String text() {
        return CatalogKey.prefix(organization) + hash.value();
    }
}
