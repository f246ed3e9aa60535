package io.sluice.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.image.Organization;
import org.junit.jupiter.api.Test;

class SecretSealTest {

    private static final Organization ACME = new Organization("acme");
    private static final Organization OTHER = new Organization("other");
    private static final String SECRET = "the secret of acme";

    private final SecretSeal seal = SecretSeal.of("a key that nobody ever guesses at all");

    @Test
    void decryptsWhatItEncrypted() {
        var sealed = seal.seal(ACME, SECRET);

        assertThat(sealed).startsWith("aes:").doesNotContain(SECRET);
        assertThat(seal.open(ACME, sealed)).contains(SECRET);
    }

    @Test
    void encryptsTheSameSecretToTheSameTextSoThatAChangeIsDetected() {
        assertThat(seal.seal(ACME, SECRET)).isEqualTo(seal.seal(ACME, SECRET));
        assertThat(seal.seal(ACME, SECRET))
                .isNotEqualTo(seal.seal(OTHER, SECRET))
                .isNotEqualTo(seal.seal(ACME, "other"));
    }

    @Test
    void doesNotDecryptWithAnotherKeyOrForAnotherOrganization() {
        var sealed = seal.seal(ACME, SECRET);

        assertThat(seal.open(OTHER, sealed)).isEmpty();
        assertThat(SecretSeal.of("another key that nobody ever guesses").open(ACME, sealed))
                .isEmpty();
        assertThat(SecretSeal.NONE.open(ACME, sealed)).isEmpty();
        assertThat(seal.open(ACME, "aes:AAAA")).isEmpty();
    }

    @Test
    void storesPlainSecretsWithoutAKeyAndReadsThemWithOne() {
        var kept = SecretSeal.of("").seal(ACME, SECRET);

        assertThat(SecretSeal.NONE.open(ACME, kept)).contains(SECRET);
        assertThat(seal.open(ACME, kept)).contains(SECRET);
    }

    @Test
    void refusesAShortPassphraseAndNeverPrintsIt() {
        assertThatThrownBy(() -> SecretSeal.of("short")).hasMessageContaining("at least 32 characters");
        assertThat(seal.toString()).isEqualTo("(set)");
        assertThat(new Webhook("https://example.org/token", seal.seal(ACME, SECRET)).toString())
                .isEqualTo("Webhook");
    }
}
