package io.sluice.image;

/// The key by which an image is found under its short hash.
public record ShortHashKey(Organization organization, ShortHash hash) implements CatalogKey {

    @Override
    public String text() {
        return CatalogKey.prefix(organization) + hash.value();
    }
}
