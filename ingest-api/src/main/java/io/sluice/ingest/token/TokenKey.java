package io.sluice.ingest.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.service.StartException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key that signs tokens: from a passphrase, which is the same on all nodes, or a random one that a
/// single node keeps in its data directory.
public final class TokenKey {

    public static final int MIN_LENGTH = 32;

    /// The name of the file in the data directory.
    public static final String FILE = "token.key";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final SecretKeySpec key;

    private TokenKey(SecretKeySpec key) {
        this.key = key;
    }

    /// Derives the key from a passphrase.
    ///
    /// @throws IllegalArgumentException when the passphrase is too short to resist guessing
    public static TokenKey of(String passphrase) {
        if (passphrase.length() < MIN_LENGTH) {
            throw new IllegalArgumentException("must have at least " + MIN_LENGTH + " characters");
        }
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(passphrase.getBytes(UTF_8), ALGORITHM));
            return new TokenKey(new SecretKeySpec(mac.doFinal("sluice tokens".getBytes(UTF_8)), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /// Reads the key in this data directory; creates it if there is none.
    ///
    /// @throws StartException when it can be neither read nor written, or is damaged
    public static TokenKey in(Path directory) {
        var file = directory.resolve(FILE);
        try {
            return read(file);
        } catch (NoSuchFileException _) {
            return create(file);
        } catch (IOException e) {
            throw new StartException("the key of tokens " + file + " cannot be read: " + e, e);
        }
    }

    private static TokenKey read(Path file) throws IOException {
        var text = Files.readString(file).strip();
        try {
            var bytes = HexFormat.of().parseHex(text);
            if (bytes.length == BYTES) {
                return new TokenKey(new SecretKeySpec(bytes, ALGORITHM));
            }
        } catch (IllegalArgumentException _) {
            // reported below
        }
        throw new IOException("it must be " + BYTES + " bytes in hexadecimal; delete it to get a new key, which makes"
                + " all tokens invalid");
    }

    /// The file appears complete or not at all, and only its owner can read it.
    private static TokenKey create(Path file) {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        var fresh = file.resolveSibling(FILE + ".new");
        try {
            Files.deleteIfExists(fresh);
            var isPosix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
            var attributes = isPosix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            try (var channel = Files.newByteChannel(fresh, options, attributes)) {
                channel.write(UTF_8.encode(HexFormat.of().formatHex(bytes) + '\n'));
            }
            move(fresh, file);
        } catch (IOException e) {
            throw new StartException("the key of tokens " + file + " cannot be written: " + e, e);
        }
        return new TokenKey(new SecretKeySpec(bytes, ALGORITHM));
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(from, to);
        }
    }

    SecretKeySpec key() {
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenKey tokenKey && tokenKey.key.equals(key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return "(set)";
    }
}
