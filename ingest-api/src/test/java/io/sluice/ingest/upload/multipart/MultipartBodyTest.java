package io.sluice.ingest.upload.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {

    private static final String TYPE = "multipart/form-data; boundary=bound";
    private static final String HEADERS = "Content-Disposition: form-data; name=a\r\n\r\n";

    /// Contents that look like delimiters, and the bytes that parsers lose or insert at the ends of their
    /// buffers.
    private static final String[] PIECES = {
        "\r", "\n", "\r\n", "-", "--", "--bound", "\n--bound", "\r\n--boun", "\r\r\n--b", "x", " ", "\u0000", "\u00ff"
    };

    @Test
    void readsTheSameContentsHoweverTheBodyArrives() throws IOException {
        var random = new Random(1);
        for (int round = 0; round < 5_000; round++) {
            var contents = new ArrayList<String>();
            var body = new StringBuilder(random.nextBoolean() ? "" : "preamble\r\n");
            for (int part = random.nextInt(4); part >= 0; part--) {
                var content = content(random);
                contents.add(content);
                body.append("--bound").append(" \t".repeat(random.nextInt(2))).append("\r\n");
                body.append(HEADERS).append(content).append("\r\n");
            }
            body.append("--bound--").append(random.nextBoolean() ? "" : "epilogue\r\n--bound\r\n");
            var most = 1 + random.nextInt(random.nextBoolean() ? 9 : 40_000);

            assertThat(contents(body.toString(), most))
                    .as("%d bytes at once of %s", most, body)
                    .isEqualTo(contents);
        }
    }

    @Test
    void readsAPartThatIsLongerThanTheBuffer() throws IOException {
        var bytes = new byte[300_000];
        new Random(2).nextBytes(bytes);
        var content = new String(bytes, ISO_8859_1);

        assertThat(contents("--bound\r\n" + HEADERS + content + "\r\n--bound--", 8_000))
                .containsExactly(content);
    }

    @Test
    void skipsWhatIsLeftOfAPart() throws IOException {
        var body = body("--bound\r\n" + HEADERS + "first\r\n--bound\r\n" + HEADERS + "second\r\n--bound--", 3);

        assertThat(part(body).content().read()).isEqualTo('f');
        assertThat(part(body).content().readAllBytes()).asString().isEqualTo("second");
        assertThat(body.next()).isNull();
        assertThat(body.next()).isNull();
    }

    @Test
    void skipsPartsWithoutAName() throws IOException {
        var body = "--bound\r\n\r\nno headers\r\n"
                + "--bound\r\nContent-Disposition: attachment; name=a\r\n\r\nno field\r\n"
                + "--bound\r\n" + HEADERS + "a field\r\n--bound--";

        assertThat(contents(body, 100)).containsExactly("a field");
    }

    @Test
    void readsHeadersInEveryForm() throws IOException {
        var body =
                "--bound\r\nX: y\r\nno colon\r\nCONTENT-disposition :form-data;\r\n  name=a;\r\n\tfilename=\"b\"  \r\n"
                        + "Content-Disposition: form-data; name=second\r\n\r\n\r\n--bound--";

        var part = part(body(body, 100));

        assertThat(part.name()).isEqualTo("a");
        assertThat(part.fileName()).isEqualTo("b");
        assertThat(part.content().read()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no delimiter",
                "--bound",
                "--bound\r\n",
                "--bound\r\n" + HEADERS,
                "--bound\r\n" + HEADERS + "x",
                "--bound\r\n" + HEADERS + "x\r\n--bound",
                "--bound\r\n" + HEADERS + "x\r\n--bound-",
                "--bound\r\n" + HEADERS + "x\r\n--boundary--",
                "--bound\n" + HEADERS + "x\r\n--bound--",
                "--bound\r\nContent-Type: Multipart/mixed; boundary=b\r\n\r\nx\r\n--bound--",
            })
    void refusesADamagedBody(String body) {
        for (int most = 1; most < 100; most += 7) {
            int bytes = most;
            assertThatThrownBy(() -> contents(body, bytes)).isInstanceOf(MalformedMultipartException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: %s\r\n\r\n", "%s"})
    void refusesHeadersThatDoNotEnd(String headers) {
        assertThatThrownBy(() -> contents("--bound\r\n" + headers.formatted("y".repeat(17_000)), 1_000))
                .isInstanceOf(MalformedMultipartException.class)
                .hasMessageContaining("16384 bytes");
        assertThatThrownBy(() -> contents("--bound\r\n" + headers.formatted("y: z\r\n".repeat(4_000)), 1_000))
                .isInstanceOf(MalformedMultipartException.class)
                .hasMessageContaining("16384 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\""})
    void refusesAContentTypeWithoutABoundary(String contentType) {
        assertThatThrownBy(() -> new MultipartBody(contentType, InputStream.nullInputStream()))
                .isInstanceOf(MalformedMultipartException.class)
                .hasMessageContaining("boundary");
    }

    private static String content(Random random) {
        var content = new StringBuilder("y".repeat(random.nextInt(3) == 0 ? random.nextInt(33_000) : 0));
        for (int pieces = random.nextInt(8); pieces > 0; pieces--) {
            content.append(PIECES[random.nextInt(PIECES.length)]);
        }
        // a delimiter ends the part by definition
        return content.indexOf("\r\n--bound") < 0 ? content.toString() : content(random);
    }

    private static List<String> contents(String body, int most) throws IOException {
        var contents = new ArrayList<String>();
        var parts = body(body, most);
        for (var part = parts.next(); part != null; part = parts.next()) {
            assertThat(part.name()).isEqualTo("a");
            contents.add(new String(part.content().readAllBytes(), ISO_8859_1));
        }
        return contents;
    }

    private static Part part(MultipartBody body) throws IOException {
        var part = body.next();
        assertThat(part).isNotNull();
        return part;
    }

    /// @param most bytes that arrive at once
    private static MultipartBody body(String body, int most) throws IOException {
        var bytes = new ByteArrayInputStream(body.getBytes(ISO_8859_1));
        return new MultipartBody(TYPE, new FilterInputStream(bytes) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(length, most));
            }
        });
    }
}
