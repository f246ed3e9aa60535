package io.sluice.imaging.pdf;

import io.sluice.imaging.read.Refusal;

/// The decryption of streams of an encrypted PDF.
interface PdfDecryption {

    /// The decryption of files that are not encrypted, which changes nothing.
    PdfDecryption NONE = new PdfDecryption() {
        @Override
        public boolean active() {
            return false;
        }

        @Override
        public byte[] decrypt(byte[] data, int object) {
            return data;
        }
    };

    boolean active();

    /// @param object number of the stream object; object streams have generation 0
    byte[] decrypt(byte[] data, int object) throws Refusal;
}
