package io.sluice.image;

/// The key of all images of an organization that were made of the same bytes.
public record BinaryKey(Organization organization, BinaryHash hash) implements CatalogKey {

    @Override
    public String text() {
        return CatalogKey.prefix(organization) + hash.value();
    }
}
