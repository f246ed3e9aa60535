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
        var organization = CatalogKey.organizationOf(text);
        return new ImageKey(
                organization,
                new ImageHash(text.substring(CatalogKey.prefix(organization).length())));
    }

    @Override
    public String text() {
        return CatalogKey.prefix(organization) + hash.value();
    }
}
