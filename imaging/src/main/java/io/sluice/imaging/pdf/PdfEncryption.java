package io.sluice.imaging.pdf;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The standard security handler of PDF with the empty user password (ISO 32000-2, 7.6; for revisions 2 to 4
/// also ISO 32000-1, 7.6): documents that anyone may open, though not change.
///
/// MD5, RC4 and CBC without authentication are what the format prescribes; they protect nothing of ours.
final class PdfEncryption implements PdfDecryption {

    /// What fills up short passwords (7.6.4.3.2, step a).
    private static final byte[] PADDING = {
        0x28,
        (byte) 0xBF,
        0x4E,
        0x5E,
        0x4E,
        0x75,
        (byte) 0x8A,
        0x41,
        0x64,
        0x00,
        0x4E,
        0x56,
        (byte) 0xFF,
        (byte) 0xFA,
        0x01,
        0x08,
        0x2E,
        0x2E,
        0x00,
        (byte) 0xB6,
        (byte) 0xD0,
        0x68,
        0x3E,
        (byte) 0x80,
        0x2F,
        0x0C,
        (byte) 0xA9,
        (byte) 0xFE,
        0x64,
        0x53,
        0x69,
        0x7A
    };

    private static final int BLOCK = 16;
    private static final int MOST_KEY_BYTES = 16;

    private enum Method {
        IDENTITY,
        RC4,
        AES_128,
        AES_256,
        /// Public-key handlers and whatever comes next.
        UNKNOWN
    }

    private final ByteReader in;
    private final Method method;
    private final byte[] key;

    private PdfEncryption(ByteReader in, Method method, byte[] key) {
        this.in = in;
        this.method = method;
        this.key = key;
    }

    /// The decryption that a trailer asks for; [PdfDecryption#NONE] when the file is not encrypted.
    static PdfDecryption of(ByteReader in, PdfObjects objects, PdfValue.Dictionary trailer)
            throws Refusal, IOException {
        var dictionary = objects.dictionary(trailer, "Encrypt");
        if (dictionary == null) {
            return NONE;
        }
        var method = method(objects, dictionary);
        try {
            byte[] key = switch (method) {
                case RC4, AES_128 -> key(objects, dictionary, trailer);
                case AES_256 -> key256(objects, dictionary);
                case IDENTITY, UNKNOWN -> new byte[0];
            };
            return new PdfEncryption(in, method, key);
        } catch (GeneralSecurityException _) {
            throw in.corrupt("its encryption dictionary does not fit the file");
        }
    }

    /// /V, and from 4 on the crypt filter for streams (7.6.2 and 7.6.6).
    private static Method method(PdfObjects objects, PdfValue.Dictionary dictionary) throws Refusal, IOException {
        if (!objects.resolve(dictionary.get("Filter")).equals(new PdfValue.Name("Standard"))) {
            return Method.UNKNOWN;
        }
        int version = objects.resolve(dictionary.get("V")).asInt(0, 5);
        if (version == 1 || version == 2) {
            return Method.RC4;
        }
        var filters = objects.dictionary(dictionary, "CF");
        if (version < 4 || filters == null || !(dictionary.get("StmF") instanceof PdfValue.Name(String name))) {
            return version < 4 ? Method.UNKNOWN : Method.IDENTITY;
        }
        var filter = objects.dictionary(filters, name);
        if (filter == null || !(objects.resolve(filter.get("CFM")) instanceof PdfValue.Name(String kind))) {
            return Method.IDENTITY;
        }
        return switch (kind) {
            case "V2" -> Method.RC4;
            case "AESV2" -> Method.AES_128;
            case "AESV3" -> Method.AES_256;
            case "None" -> Method.IDENTITY;
            default -> Method.UNKNOWN;
        };
    }

    private static byte[] bytes(PdfObjects objects, @Nullable PdfValue value) throws Refusal, IOException {
        return value != null && objects.resolve(value) instanceof PdfValue.Text(String text)
                ? text.getBytes(StandardCharsets.ISO_8859_1)
                : new byte[0];
    }

    /// Algorithm 2 (7.6.4.3.2): the file key of revisions 2 to 4.
    private static byte[] key(PdfObjects objects, PdfValue.Dictionary dictionary, PdfValue.Dictionary trailer)
            throws Refusal, IOException, GeneralSecurityException {
        int revision = objects.resolve(dictionary.get("R")).asInt(2, 4);
        int length = objects.resolve(dictionary.get("Length")).asInt(revision == 4 ? 128 : 40, 128) / 8;
        length = revision == 2 ? 5 : Math.clamp(length, 5, MOST_KEY_BYTES);
        int permissions =
                objects.resolve(dictionary.get("P")) instanceof PdfValue.Numeric(double value) ? (int) (long) value : 0;
        var md5 = MessageDigest.getInstance("MD5");
        md5.update(PADDING);
        md5.update(Arrays.copyOf(bytes(objects, dictionary.get("O")), 32));
        md5.update(littleEndian(permissions, 4));
        if (objects.resolve(trailer.get("ID")) instanceof PdfValue.Array(var ids) && !ids.isEmpty()) {
            md5.update(bytes(objects, ids.getFirst()));
        }
        if (revision == 4 && dictionary.get("EncryptMetadata").equals(PdfValue.Constant.FALSE)) {
            md5.update(littleEndian(-1, 4));
        }
        byte[] digest = md5.digest();
        for (int i = 0; revision > 2 && i < 50; i++) {
            digest = md5.digest(Arrays.copyOf(digest, length));
        }
        return Arrays.copyOf(digest, length);
    }

    /// Algorithm 2.A (7.6.4.3.3): the file key is itself encrypted, with a hash of the password and a salt.
    private static byte[] key256(PdfObjects objects, PdfValue.Dictionary dictionary)
            throws Refusal, IOException, GeneralSecurityException {
        byte[] user = Arrays.copyOf(bytes(objects, dictionary.get("U")), 48);
        byte[] encrypted = Arrays.copyOf(bytes(objects, dictionary.get("UE")), 32);
        byte[] salt = Arrays.copyOfRange(user, 40, 48);
        boolean hardened = objects.resolve(dictionary.get("R")).asInt(5, 6) == 6;
        byte[] hash =
                hardened ? hardened(salt) : MessageDigest.getInstance("SHA-256").digest(salt);
        return aes(Cipher.DECRYPT_MODE, hash, new byte[BLOCK], encrypted);
    }

    /// Algorithm 2.B (7.6.4.3.4) for the empty password.
    private static byte[] hardened(byte[] salt) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(salt);
        int last = 0;
        // The last byte of a round ends it after at most 288 rounds.
        for (int round = 0; round < 64 || last > round - 32; round++) {
            byte[] repeated = new byte[64 * hash.length];
            for (int i = 0; i < 64; i++) {
                System.arraycopy(hash, 0, repeated, i * hash.length, hash.length);
            }
            byte[] mixed =
                    aes(Cipher.ENCRYPT_MODE, Arrays.copyOf(hash, 16), Arrays.copyOfRange(hash, 16, 32), repeated);
            int sum = 0;
            for (int i = 0; i < 16; i++) {
                sum += mixed[i] & 0xFF; // 256 is 1 modulo 3, so the sum of digits will do
            }
            String algorithm = sum % 3 == 0 ? "SHA-256" : sum % 3 == 1 ? "SHA-384" : "SHA-512";
            hash = MessageDigest.getInstance(algorithm).digest(mixed);
            last = mixed[mixed.length - 1] & 0xFF;
        }
        return Arrays.copyOf(hash, 32);
    }

    private static byte[] littleEndian(int value, int bytes) {
        byte[] result = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            result[i] = (byte) (value >> (8 * i));
        }
        return result;
    }

    private static byte[] aes(int mode, byte[] key, byte[] vector, byte[] data) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(vector));
        return cipher.doFinal(data);
    }

    @Override
    public boolean active() {
        return method != Method.IDENTITY;
    }

    @Override
    public byte[] decrypt(byte[] data, int object) throws Refusal {
        try {
            return switch (method) {
                case IDENTITY -> data;
                case RC4 -> {
                    var cipher = Cipher.getInstance("ARCFOUR");
                    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(objectKey(object, ""), "ARCFOUR"));
                    yield cipher.doFinal(data);
                }
                case AES_128 -> chained(objectKey(object, "sAlT"), data);
                case AES_256 -> chained(key, data);
                case UNKNOWN -> throw in.corrupt("its page tree is encrypted in a way that is not supported");
            };
        } catch (GeneralSecurityException _) {
            throw in.corrupt("its page tree cannot be decrypted");
        }
    }

    /// The first block is the initialization vector; padding stays, for deflated data know their end.
    private static byte[] chained(byte[] key, byte[] data) throws GeneralSecurityException {
        int blocks = data.length / BLOCK;
        if (blocks < 1) {
            throw new GeneralSecurityException("there is no initialization vector");
        }
        return aes(
                Cipher.DECRYPT_MODE, key, Arrays.copyOf(data, BLOCK), Arrays.copyOfRange(data, BLOCK, blocks * BLOCK));
    }

    /// Algorithm 1 (7.6.3.2), for generation 0.
    private byte[] objectKey(int object, String salt) throws GeneralSecurityException {
        var md5 = MessageDigest.getInstance("MD5");
        md5.update(key);
        md5.update(littleEndian(object, 3));
        md5.update(littleEndian(0, 2));
        md5.update(salt.getBytes(StandardCharsets.US_ASCII));
        return Arrays.copyOf(md5.digest(), Math.min(key.length + 5, MOST_KEY_BYTES));
    }
}
