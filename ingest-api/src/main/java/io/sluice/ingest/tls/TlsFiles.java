package io.sluice.ingest.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The files with the certificate that HTTPS presents. Both may be the same file.
///
/// @param certificate the certificate and those that lead to its authority, in PEM
/// @param key         its private key, in PEM (PKCS #8, without a password)
public record TlsFiles(Path certificate, Path key) {

    private static final int MAX_BYTES = 1024 * 1024;

    public static final Setting<String> CERTIFICATE = Setting.text(
            "SLUICE_HTTP_TLS_CERTIFICATE",
            "",
            "PEM file with the certificate chain of the REST API, which is then served with HTTPS (default: HTTP)");

    public static final Setting<String> KEY = Setting.text(
            "SLUICE_HTTP_TLS_KEY", "", "PEM file with the private key of that certificate, PKCS #8 without a password");

    public static final List<Setting<?>> SETTINGS = List.of(CERTIFICATE, KEY);

    /// Reads the settings; absent when neither is set.
    public static Optional<TlsFiles> from(Settings settings) {
        var certificate = settings.get(CERTIFICATE).strip();
        var key = settings.get(KEY).strip();
        if (certificate.isEmpty() != key.isEmpty()) {
            settings.problem(CERTIFICATE.key() + " and " + KEY.key() + ": set both or neither");
        }
        return certificate.isEmpty() || key.isEmpty()
                ? Optional.empty()
                : Optional.of(new TlsFiles(Path.of(certificate), Path.of(key)));
    }

    /// The text of both files.
    record Contents(String certificate, String key) {}

    /// Reads both files.
    ///
    /// @throws IOException when a file cannot be read, or is larger than such a file is
    Contents read() throws IOException {
        return new Contents(text(certificate), text(key));
    }

    private static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(file + " is larger than " + MAX_BYTES + " bytes, which no certificate is");
            }
            return new String(bytes, ISO_8859_1);
        }
    }
}
