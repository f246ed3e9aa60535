package io.sluice.catalog.edit;

import static io.sluice.catalog.Commands.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Commands;
import io.sluice.catalog.InMemoryCatalog;
import io.sluice.catalog.state.HashEntry;
import io.sluice.catalog.state.StateChange;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import org.junit.jupiter.api.Test;

class ShortHashesTest {

    private final InMemoryCatalog state = new InMemoryCatalog();

    @Test
    void hasSixDigitsInAnEmptyOrganization() {
        assertThat(choose("abcdef1")).isEqualTo("abcdef");
    }

    @Test
    void isOneDigitLongerThanThePrefixSharedWithThePreviousHash() {
        exists(ACME, "abcdef10");

        assertThat(choose("abcdef12")).isEqualTo("abcdef12");
    }

    @Test
    void isOneDigitLongerThanThePrefixSharedWithTheNextHash() {
        exists(ACME, "abcdef2");

        assertThat(choose("abcdef1")).isEqualTo("abcdef1");
    }

    @Test
    void comparesBothNeighbors() {
        exists(ACME, "abcdef10");
        exists(ACME, "abcdef1211");
        exists(ACME, "abcdef13");

        assertThat(choose("abcdef1212")).isEqualTo("abcdef1212");
    }

    @Test
    void isTheWholeHashWhenOnlyTheLastDigitDiffers() {
        exists(ACME, "a".repeat(39) + "0");

        assertThat(choose("a".repeat(39) + "1")).hasSize(40);
    }

    @Test
    void ignoresOtherOrganizations() {
        exists(new Organization("acm"), "abcdef1");
        exists(new Organization("acme-2"), "abcdef1");
        exists(new Organization("zebra"), "abcdef1");

        assertThat(choose("abcdef12")).isEqualTo("abcdef");
    }

    private String choose(String digits) {
        return ShortHashes.choose(state, ACME, hash(digits)).value();
    }

    private void exists(Organization organization, String digits) {
        var image = Commands.image(organization, hash(digits));
        var entry = new HashEntry(image.binaryHash(), image.shortHash());
        state.write(new StateChange.PutHash(organization, image.hash(), entry));
    }

    private static ImageHash hash(String digits) {
        return new ImageHash(digits + "0".repeat(40 - digits.length()));
    }
}
