package io.sluice.testsupport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for `localhost` and 127.0.0.1 that signs itself, and its key, made by the JDK's keytool.
public record TestCertificate(X509Certificate certificate, Key key) {

    private static final String PASSWORD = "password";

    /// @param directory for a file of this moment
    /// @param algorithm `RSA`, `EC` or `Ed25519`
    public static TestCertificate make(Path directory, String algorithm)
            throws IOException, GeneralSecurityException, InterruptedException {
        var file = Files.createTempFile(directory, "store", ".p12");
        Files.delete(file);
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new AssertionError("keytool made no certificate");
        }
        var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        return new TestCertificate(
                (X509Certificate) store.getCertificate("a"), store.getKey("a", PASSWORD.toCharArray()));
    }

    /// Returns the certificate as PEM.
    public String certificatePem() throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /// Returns the key as PEM, PKCS #8.
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /// Writes both as PEM.
    public void write(Path certificateFile, Path keyFile) throws IOException, GeneralSecurityException {
        Files.writeString(keyFile, keyPem());
        Files.writeString(certificateFile, certificatePem());
    }

    /// What a client needs that trusts this certificate alone.
    public SSLContext trusting() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("a", certificate);
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content)
                + "\n-----END " + label + "-----\n";
    }
}
