package io.sluice.ingest.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A private key and its certificate chain.
///
/// @param chain the certificate of the key first
record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {

    /// Protects a key store that exists in memory only.
    static final String STORE_PASSWORD = "in-memory";

    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String CERTIFICATE = "CERTIFICATE";

    /// Textual encoding of RFC 7468, section 3.
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*+)-----END ");

    TlsIdentity {
        chain = List.copyOf(chain);
    }

    /// @param base64 the content, over several lines
    private record Block(String label, String base64) {

        byte[] content() throws GeneralSecurityException {
            try {
                return Base64.getMimeDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new GeneralSecurityException("a block " + label + " is not Base64", e);
            }
        }
    }

    /// Reads a key and its chain from PEM.
    ///
    /// @throws GeneralSecurityException when one of them is absent, cannot be read, or does not belong to the
    ///                                  other
    static TlsIdentity parse(TlsFiles.Contents files) throws GeneralSecurityException {
        var chain = new ArrayList<X509Certificate>();
        var certificates = CertificateFactory.getInstance("X.509");
        for (var block : blocks(files.certificate())) {
            if (block.label().equals(CERTIFICATE)
                    && certificates.generateCertificate(new ByteArrayInputStream(block.content()))
                            instanceof X509Certificate certificate) {
                chain.add(certificate);
            }
        }
        if (chain.isEmpty()) {
            throw new CertificateException("the certificate file has no block BEGIN CERTIFICATE");
        }
        var publicKey = chain.getFirst().getPublicKey();
        var key = privateKey(files.key(), publicKey);
        requirePair(key, publicKey);
        return new TlsIdentity(key, chain);
    }

    /// Returns a key store with this key as its only entry.
    KeyStore keyStore() throws GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
        store.setKeyEntry("server", key, STORE_PASSWORD.toCharArray(), chain.toArray(X509Certificate[]::new));
        return store;
    }

    private static PrivateKey privateKey(String text, PublicKey publicKey) throws GeneralSecurityException {
        var blocks = blocks(text);
        for (var block : blocks) {
            if (block.label().equals(PRIVATE_KEY)) {
                try {
                    return KeyFactory.getInstance(publicKey.getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(block.content()));
                } catch (InvalidKeySpecException e) {
                    throw new InvalidKeySpecException(
                            "the private key is damaged, or of another kind than the certificate's ("
                                    + publicKey.getAlgorithm() + ")",
                            e);
                }
            }
        }
        throw new InvalidKeySpecException("the key file has no block BEGIN PRIVATE KEY, only "
                + blocks.stream().map(Block::label).toList()
                + ": convert the key with openssl pkcs8 -topk8 -nodes -in KEY");
    }

    /// Signs and verifies something, as the handshake does.
    private static void requirePair(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        var signature = Signature.getInstance(
                switch (publicKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> publicKey.getAlgorithm();
                });
        signature.initSign(key);
        signature.update((byte) 1);
        var signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update((byte) 1);
        if (!signature.verify(signed)) {
            throw new KeyException("the private key is not the one of the first certificate");
        }
    }

    private static List<Block> blocks(String text) {
        return PEM.matcher(text)
                .results()
                .map(found -> new Block(found.group(1), found.group(2)))
                .toList();
    }
}
