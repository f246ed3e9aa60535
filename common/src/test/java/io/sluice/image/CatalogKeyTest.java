package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CatalogKeyTest {

    private static final Organization ACME = new Organization("acme");
    private static final String HASH = "ee5aecdb30565e15223d2a0a0ab3e022d68cf7cf";

    @Test
    void isTheOrganizationAndAHash() {
        assertThat(new ImageKey(ACME, new ImageHash(HASH)).text()).isEqualTo("acme/" + HASH);
        assertThat(new BinaryKey(ACME, new BinaryHash(HASH)).text()).isEqualTo("acme/" + HASH);
        assertThat(new ShortHashKey(ACME, new ShortHash("ee5aec")).text()).isEqualTo("acme/ee5aec");
    }

    @Test
    void beginsWithThePrefixOfItsOrganizationAlone() {
        var key = new ImageKey(ACME, new ImageHash(HASH)).text();

        assertThat(key).startsWith(CatalogKey.prefix(ACME));
        assertThat(key).doesNotStartWith(CatalogKey.prefix(new Organization("ac")));
    }

    @Test
    void isParsedToItsParts() {
        var key = new ImageKey(ACME, new ImageHash(HASH));

        assertThat(ImageKey.parse(key.text())).isEqualTo(key);
        assertThatThrownBy(() -> ImageKey.parse("acme")).hasMessageContaining("\"acme\"");
    }
}
