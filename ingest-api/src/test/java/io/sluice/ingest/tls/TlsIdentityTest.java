package io.sluice.ingest.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testsupport.TestCertificate;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIdentityTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void readsKeysOfEveryKindWithTheirChain(String algorithm) throws Exception {
        var own = TestCertificate.make(directory, algorithm);
        var other = TestCertificate.make(directory, "EC");

        var identity = TlsIdentity.parse(new TlsFiles.Contents(
                "subject=CN = localhost\n" + own.certificatePem() + "\n" + other.certificatePem(), own.keyPem()));

        assertThat(identity.chain()).containsExactly(own.certificate(), other.certificate());
        assertThat(identity.key()).isEqualTo(own.key());
        assertThat(identity.keyStore().size()).isEqualTo(1);
    }

    @Test
    void readsBothFromOneFile() throws Exception {
        var own = TestCertificate.make(directory, "EC");
        var both = own.keyPem() + own.certificatePem();

        assertThat(TlsIdentity.parse(new TlsFiles.Contents(both, both)).chain()).containsExactly(own.certificate());
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        var own = TestCertificate.make(directory, "EC");
        var other = TestCertificate.make(directory, "EC");
        var rsa = TestCertificate.make(directory, "RSA");
        var certificate = own.certificatePem();

        assertRefused("", own.keyPem(), "no block BEGIN CERTIFICATE");
        assertRefused(certificate, "", "no block BEGIN PRIVATE KEY");
        assertRefused(
                certificate,
                own.keyPem().replace("PRIVATE KEY", "EC PRIVATE KEY"),
                "only [EC PRIVATE KEY]: convert the key with openssl pkcs8");
        assertRefused(certificate, other.keyPem(), "not the one of the first certificate");
        assertRefused(certificate, rsa.keyPem(), "of another kind than the certificate's (EC)");
        assertRefused(certificate.substring(0, 200) + "\n-----END CERTIFICATE-----", own.keyPem(), "");
    }

    private static void assertRefused(String certificate, String key, String reason) {
        assertThatThrownBy(() -> TlsIdentity.parse(new TlsFiles.Contents(certificate, key)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining(reason);
    }
}
