package io.sluice.imaging.pdf;

import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;

import io.sluice.image.ImageFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Documents that PDFBox encrypted, their page trees inside encrypted object streams.
class PdfEncryptionTest {

    private static byte[] encrypted(int keyBits, boolean aes, String userPassword) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var document = new PDDocument()) {
            document.addPage(new PDPage(new PDRectangle(300, 200)));
            var policy = new StandardProtectionPolicy("owner", userPassword, new AccessPermission());
            policy.setEncryptionKeyLength(keyBits);
            policy.setPreferAES(aes);
            document.protect(policy);
            document.save(out, new CompressParameters(200));
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"40, false", "128, false", "128, true", "256, true"})
    void readsWhatAnyoneMayOpen(int keyBits, boolean aes) throws IOException {
        assertThatFile(encrypted(keyBits, aes, ""))
                .isImage(ImageFormat.PDF, 300, 200)
                .hasPages(1);
    }

    @ParameterizedTest
    @CsvSource({"40, false", "128, false", "128, true", "256, true"})
    void refusesWhatNeedsAPassword(int keyBits, boolean aes) throws IOException {
        assertThatFile(encrypted(keyBits, aes, "secret")).isCorruptBecause("its page tree is encrypted");
    }
}
