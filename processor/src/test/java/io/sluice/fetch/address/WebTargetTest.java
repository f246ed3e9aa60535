package io.sluice.fetch.address;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebTargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com/a.png",
                "file:///etc/passwd",
                "jar:http://example.com/a.jar!/b",
                "gopher://127.0.0.1:6379/",
                "//example.com/a.png",
                "example.com/a.png",
                "http://",
                "http://user@example.com/",
                "http://user:secret@example.com/",
                "http://exa mple.com/",
                "http://[::1",
                "http://[fe80::1%25eth0]/",
                "http://1.2.3.4.5/",
                "http://example.com:99999/",
                "",
            })
    void refusesWhatIsNoPlainWebAddress(String url) {
        assertThat(WebTarget.of(url)).isInstanceOf(WebTarget.NotWeb.class);
    }

    @ParameterizedTest
    @CsvSource({
        "http://2130706433/x, 127.0.0.1",
        "http://0x7f.1/x, 127.0.0.1",
        "http://１２７.0.0.1/x, 127.0.0.1",
        "http://[::FFFF:127.0.0.1]/x, 127.0.0.1",
        "http://[0:0:0:0:0:0:0:1]/x, ::1",
        "HTTPS://EXAMPLE.com/x, example.com",
        "http://bücher.example/x, xn--bcher-kva.example",
    })
    void bringsHostsIntoTheirUsualForm(String url, String host) {
        assertThat(WebTarget.of(url))
                .isInstanceOfSatisfying(
                        WebTarget.Web.class, web -> assertThat(web.url().host()).isEqualTo(host));
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/a/b/photo.jpg, photo.jpg",
        "http://h/a/b/photo.jpg?size=1#x, photo.jpg",
        "http://h/a%20b%C3%A9.png, a bé.png",
        "http://h/dir/, dir",
        "http://h/, h",
        "http://h, h",
        "http://h/a%2Fb.png, a/b.png",
        "http://h/a%0d%0ab.png, ab.png",
    })
    void takesTheNameFromTheLastPathSegment(String url, String name) {
        assertThat(WebTarget.fileName(HttpUrl.get(url))).isEqualTo(name);
    }

    @Test
    void cutsALongName() {
        assertThat(WebTarget.fileName(HttpUrl.get("http://h/" + "a".repeat(300) + ".png")))
                .hasSize(255);
    }

    @ParameterizedTest
    @CsvSource({
        "http://user:secret@example.com/a.png, http://example.com/a.png",
        "http://us@er:sec@ret@example.com/a.png, http://example.com/a.png",
        "http://example.com/a.png?signature=secret, http://example.com/a.png?…",
        "http://example.com/a@b.png, http://example.com/a@b.png",
    })
    void showsAUrlWithoutItsSecrets(String url, String shown) {
        assertThat(WebTarget.shown(url)).isEqualTo(shown);
    }
}
