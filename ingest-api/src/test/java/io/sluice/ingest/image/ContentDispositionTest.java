package io.sluice.ingest.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.image.BlobKey;
import io.sluice.image.ImageFormat;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.StoredContent;
import io.sluice.testsupport.builder.ImageBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDispositionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "photo.png        | photo.jpg        | photo.jpg",
                "photo.JPEG       | photo.jpg        | photo.jpg",
                "photo            | photo.jpg        | photo.jpg",
                "v1.2             | v1.2.jpg         | v1.2.jpg",
                "archive.tar.gz   | archive.tar.gz.jpg | archive.tar.gz.jpg",
                "../../etc/passwd | passwd.jpg       | passwd.jpg",
                "C:\\Users\\a.tif | a.jpg            | a.jpg",
                "a \"b\" c.png    | a%20%22b%22%20c.jpg | a _b_ c.jpg",
                "grüße.png        | gr%C3%BC%C3%9Fe.jpg | gr__e.jpg",
                "🎉.png           | %F0%9F%8E%89.jpg | _.jpg",
                "100%.png         | 100%25.jpg       | 100_.jpg",
                "a;b=c.png        | a%3Bb%3Dc.jpg    | a;b=c.jpg",
                ".htaccess        | htaccess.jpg     | htaccess.jpg",
            })
    void givesTheNameTheExtensionOfWhatIsStored(String name, String exact, String plain) {
        assertThat(ContentDisposition.of(image(name)))
                .isEqualTo("attachment; filename*=UTF-8''" + exact + "; filename=\"" + plain + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "/", "../", "   ", ".png", "..."})
    void usesTheShortHashWhenNoCharacterOfTheNameIsAllowed(String name) {
        assertThat(ContentDisposition.of(image(name)))
                .endsWith("filename=\"" + image(name).shortHash() + ".jpg\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: x", "a\nb", "a\u0000b", "a\u2028b", "gpj\u202Eexe", "\uD800", "a\u007Fb"})
    void replacesCharactersThatAreNotAllowedInAHeader(String name) {
        assertThat(ContentDisposition.of(image(name)))
                .matches("[ -~]+")
                .contains("_")
                .doesNotContain("%0", "%E2%80");
    }

    @Test
    void truncatesLongNamesWithoutSplittingCharacters() {
        var disposition = ContentDisposition.of(image("🎉".repeat(125)));

        assertThat(disposition).contains("UTF-8''" + "%F0%9F%8E%89".repeat(60) + ".jpg;");
        assertThat(ContentDisposition.of(image("n".repeat(250)))).endsWith("\"" + "n".repeat(120) + ".jpg\"");
    }

    private static SourceImage image(String name) {
        var organization = new Organization("acme");
        return ImageBuilder.image(organization, 1)
                .name(name)
                .content(new StoredContent(BlobKey.unique(organization), ImageFormat.JPEG, 1, 1, 1, true, false, null))
                .build();
    }
}
