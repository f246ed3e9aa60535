package io.sluice.imaging.identify;

import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {

    @ParameterizedTest
    @CsvSource({
        "424D36000000, a BMP image",
        "00000100010010, an ICO icon",
        "504B030414000000, a ZIP archive",
        "7F454C4602010100, an ELF executable",
        "526172211A0700, a RAR archive",
        "1A45DFA3, a Matroska or WebM video",
        "0000000C6A5020200D0A870A, a JPEG 2000 image",
        "52494646040000005741564520, a RIFF file that is not WebP",
        "89504E580D0A1A0A, unknown binary data",
        "88504E470D0A1A0A, a PNG image whose signature is damaged",
        "DEADBEEF0102, 6 bytes that begin with 0xDEADBEEF0102"
    })
    void namesWhatArrivedInstead(String hex, String seen) {
        assertThatFile(java.util.HexFormat.of().parseHex(hex)).isUnsupportedBecauseItIs(seen);
    }

    @Test
    void quotesPlainText() {
        assertThatFile("404 Not Found\n".getBytes(StandardCharsets.US_ASCII))
                .isUnsupportedBecauseItIs("plain text that begins with \"404 Not Found\"");
    }

    @Test
    void recognisesAnHtmlDocumentBehindSpaceAndMark() {
        assertThatFile("\uFEFF \n<!DOCTYPE HTML><title>x</title>".getBytes(StandardCharsets.UTF_8))
                .isUnsupportedBecauseItIs("an HTML document");
    }
}
