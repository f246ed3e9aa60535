package io.sluice.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.image.Organization;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretSealTest {

    private static final Organization ACME = new Organization("acme");
    private static final Organization OTHER = new Organization("other");
    private static final String SECRET = "the secret of acme";

    /// [#SECRET], encrypted by release 1.0, which derived the nonce from the secret.
    private static final String WRITTEN_BEFORE = "aes:ASViUnnu9DxAzbBbAbNnVk+nkTcWInuSzOVe5oSLjyxfKMA2cTksxBvH67leog==";

    private final SecretSeal seal = SecretSeal.of("a key that nobody ever guesses at all");

    @Test
    void decryptsAnEncryptedSecret() {
        var sealed = seal.seal(ACME, SECRET);

        assertThat(sealed).startsWith("aes:").doesNotContain(SECRET);
        assertThat(seal.open(ACME, sealed)).contains(SECRET);
    }

    @Test
    void decryptsASecretWrittenByRelease1() {
        assertThat(seal.open(ACME, WRITTEN_BEFORE)).contains(SECRET);
        assertThat(seal.open(OTHER, WRITTEN_BEFORE)).isEmpty();
    }

    @Test
    void usesANewNonceEachTime() {
        var texts = new HashSet<String>();
        for (var i = 0; i < 1_000; i++) {
            texts.add(seal.seal(ACME, SECRET).substring(0, "aes:".length() + 16));
        }

        assertThat(texts).hasSize(1_000);
    }

    @Test
    void keepsTheCiphertextOfTheSameSecret() {
        var former = seal.seal(ACME, SECRET);

        assertThat(seal.reseal(ACME, SECRET, former)).isEqualTo(former);
        assertThat(seal.reseal(ACME, SECRET, WRITTEN_BEFORE)).isEqualTo(WRITTEN_BEFORE);
        assertThat(SecretSeal.NONE.reseal(ACME, SECRET, "plain:" + SECRET)).isEqualTo("plain:" + SECRET);
    }

    @Test
    void encryptsADifferentSecretAndOneThatWasNotEncryptedWithThisKey() {
        var otherKey = SecretSeal.of("another key that nobody ever guesses").seal(ACME, SECRET);

        for (var former : List.of(seal.seal(ACME, "other"), otherKey, seal.seal(OTHER, SECRET), "plain:" + SECRET)) {
            var sealed = seal.reseal(ACME, SECRET, former);

            assertThat(sealed).startsWith("aes:").isNotEqualTo(former);
            assertThat(seal.open(ACME, sealed)).contains(SECRET);
        }
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
