package io.sluice.ingest.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.ingest.upload.form.UploadForm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A digest of a form's content: equal for the same request sent twice, independent of boundaries and
/// encoding.
final class Fingerprint {

    private Fingerprint() {}

    static String of(UploadForm form) {
        var digest = sha256();
        for (var file : form.files()) {
            update(digest, 'f', file.name(), file.binaryHash() + "/" + file.size());
        }
        for (var field : form.fields()) {
            update(digest, 'v', field.name(), field.value());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// Includes the lengths, so that different forms cannot give the same bytes.
    private static void update(MessageDigest digest, char kind, String name, String value) {
        var nameBytes = name.getBytes(UTF_8);
        var valueBytes = value.getBytes(UTF_8);
        digest.update((kind + " " + nameBytes.length + " " + valueBytes.length + "\n").getBytes(UTF_8));
        digest.update(nameBytes);
        digest.update(valueBytes);
    }
}
