package io.sluice.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.kafka.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    private static final BinaryHash EMPTY_FILE = new BinaryHash("da39a3ee5e6b4b0d3255bfef95601890afd80709");

    /// The canonical form is frozen, because an image keeps its hash forever. Computed independently, with
    /// `sha1sum`.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                             | false | 69129ce3180f678fe1d3e5324aee5ecfb67f73d3",
                "{}                                             | true  | 7ba61f559e114990a4e981dbcf34001dd6ef8a74",
                "{\"subject_area\":{\"x\":1,\"y\":2}}           | false | 7f0d73f75ec25c1e0528a89288a6f24b05456864",
                "{\"subject_area\":{\"x\":1.5,\"y\":2}}         | true  | c0c803da5025024fd3be8c51de46872b8ae27658",
                "{\"version\":{\"text\":\"é\"}}                 | false | ee328cd3e101d59e9658f89d813ae3c890e80e9a",
            })
    void hashesToTheFrozenForm(String dynamicMetadata, boolean isProtected, String expected) throws Exception {
        assertThat(ImageHash.of(EMPTY_FILE, dynamic(dynamicMetadata), isProtected)
                        .value())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"subject_area\":{\"x\":1,\"y\":2},\"version\":{\"a\":[1,{\"b\":1,\"c\":2}]}}",
                "{\"version\":{\"a\":[1,{\"c\":2,\"b\":1}]},\"subject_area\":{\"y\":2,\"x\":1}}",
                "{\"subject_area\":{\"x\":1.0,\"y\":2.00},\"version\":{\"a\":[1e0,{\"b\":1.0,\"c\":2}]}}",
                "{ \"subject_area\" : { \"x\" : 10e-1, \"y\" : 2 } , \"version\":{\"a\":[1,{\"b\":1,\"c\":2}]}}"
            })
    void hashesTheSameWhateverTheOrderOfKeysAndTheFormOfNumbers(String dynamicMetadata) throws Exception {
        var reference = dynamic("{\"subject_area\":{\"x\":1,\"y\":2},\"version\":{\"a\":[1,{\"b\":1,\"c\":2}]}}");

        assertThat(ImageHash.of(EMPTY_FILE, dynamic(dynamicMetadata), false))
                .isEqualTo(ImageHash.of(EMPTY_FILE, reference, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"subject_area\":{\"x\":2,\"y\":1}}",
                "{\"subject_area\":{\"x\":1,\"y\":2.5}}",
                "{\"crop_area\":{\"x\":1,\"y\":2,\"width\":1,\"height\":1}}",
                "{}"
            })
    void hashesDifferentMetadataDifferently(String dynamicMetadata) throws Exception {
        var reference = dynamic("{\"subject_area\":{\"x\":1,\"y\":2}}");

        assertThat(ImageHash.of(EMPTY_FILE, dynamic(dynamicMetadata), false))
                .isNotEqualTo(ImageHash.of(EMPTY_FILE, reference, false));
    }

    @Test
    void computesSha1() {
        var digest = Sha1.digest();
        digest.update("abc".getBytes(UTF_8));

        assertThat(BinaryHash.of(digest).value()).isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
        assertThat(BinaryHash.of(digest)).isEqualTo(EMPTY_FILE);
    }

    @Test
    void shortensAHash() {
        var hash = ImageHash.of(EMPTY_FILE, DynamicMetadata.NONE, false);

        assertThat(hash.value()).startsWith(hash.shortened(6).value());
        assertThat(hash.shortened(40).value()).isEqualTo(hash.value());
        assertThatThrownBy(() -> hash.shortened(5)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abcde", "ABCDEF", "abcdeg", "abcdef ", "abcdef\n"})
    void refusesInvalidShortHashes(String text) {
        assertThatThrownBy(() -> new ShortHash(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "da39", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", "../../etc/passwd"})
    void refusesInvalidSha1(String text) {
        assertThatThrownBy(() -> new ImageHash(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BinaryHash(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "blobs/acme/1f9e", "a.b_c-D/...", "a/..b/c..", "1/2/3/4/5/6/7/8/9"})
    void acceptsValidObjectKeys(String text) {
        assertThatCode(() -> new BlobKey(text)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "../a",
                "a/../b",
                "a/..",
                "a/./b",
                "./a",
                "a\\b",
                "a b",
                "a\u0000b",
                "a\n",
                "ä",
                "a%2e",
                "C:a",
                ",7c/a",
                "1/2/3/4/5/6/7/8/9/10"
            })
    void refusesKeysThatCouldLeadElsewhere(String text) {
        assertThatThrownBy(() -> new BlobKey(text)).isInstanceOf(IllegalArgumentException.class);
        assertThat(BlobKey.isValid(text)).isFalse();
    }

    @Test
    void refusesKeysThatAreTooLong() {
        assertThat(BlobKey.isValid("a".repeat(200))).isTrue();
        assertThat(BlobKey.isValid("a".repeat(201))).isFalse();
        assertThat(BlobKey.isValid("a".repeat(190) + "/" + "b".repeat(190) + "/" + "c".repeat(190)))
                .isFalse();
        assertThat(BlobKey.isValid("a/".repeat(1_000_000))).isFalse();
    }

    @Test
    void createsUniqueBlobKeys() {
        var acme = new Organization("acme");

        assertThat(BlobKey.unique(acme)).isNotEqualTo(BlobKey.unique(acme));
        assertThat(BlobKey.unique(acme).belongsTo(acme)).isTrue();
        assertThat(BlobKey.unique(acme).belongsTo(new Organization("acm"))).isFalse();
        assertThat(BlobKey.unique(new Organization("acme-2")).belongsTo(acme)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Acme", "a_b", "a/b", "..", "acme\n", "ä-b"})
    void refusesInvalidOrganizationNames(String text) {
        assertThatThrownBy(() -> new Organization(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void truncatesALongNameWithoutSplittingACharacter() {
        assertThat(SourceImage.nameOf("a".repeat(300))).hasSize(255);
        assertThat(SourceImage.nameOf("a".repeat(254) + "😀😀")).isEqualTo("a".repeat(254));
        assertThat(SourceImage.nameOf("a\"/../b\n.png")).isEqualTo("a\"/../b\n.png");
    }

    private static DynamicMetadata dynamic(String json) throws JsonProcessingException {
        return Json.MAPPER.readValue(json, DynamicMetadata.class);
    }
}
