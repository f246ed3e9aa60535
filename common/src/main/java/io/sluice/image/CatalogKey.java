package io.sluice.image;

/// A key of something that belongs to one organization, on topics, in state stores and in indexes. Its text
/// is the organization's name, a slash, which no name contains, and a hash: entries of one organization are
/// neighbors, in the order of their hashes.
public sealed interface CatalogKey permits ImageKey, BinaryKey, ShortHashKey {

    Organization organization();

    /// Returns the text of the key, as it is stored.
    String text();

    /// Returns the common prefix of the texts of all keys of an organization.
    static String prefix(Organization organization) {
        return organization.name() + '/';
    }

    /// Returns the organization of a key, whatever it is the key of.
    ///
    /// @throws IllegalArgumentException when `text` is no key
    static Organization organizationOf(String text) {
        var slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a key is an organization, '/' and a hash, but this is \"" + text + '"');
        }
        return new Organization(text.substring(0, slash));
    }
}
