package io.sluice.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"(/[^\"]*)\"");
    private static final Pattern IMPORT = Pattern.compile("(?:from|import) ?['\"]([^'\"]+)['\"]");

    /// All that the first view loads, compressed.
    private static final long MAX_BYTES = 300_000;

    private final ApiFixture api = new ApiFixture();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    @Test
    void servesThePageWithAStrictPolicyAndHasItRevalidated() throws Exception {
        var page = get("/console");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
        assertThat(header(page, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:", "data:");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(get("/console", "If-None-Match", header(page, "ETag")).statusCode())
                .isEqualTo(304);
        assertThat(text(page)).doesNotContain("<script>", "<style", "style=", "onload", "{assets}");
    }

    @Test
    void servesAllFilesForeverAndCompressed() throws Exception {
        var page = get("/console");
        var addresses = ADDRESS.matcher(text(page))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        long bytes = page.body().length;

        for (var address : addresses) {
            var file = get(address, "Accept-Encoding", "br, gzip");
            assertThat(file.statusCode()).as(address).isEqualTo(200);
            assertThat(header(file, "Cache-Control")).as(address).contains("immutable", "max-age=31536000");
            assertThat(header(file, "Content-Encoding")).as(address).isEqualTo("gzip");
            assertThat(header(file, "Vary")).as(address).isEqualTo("Accept-Encoding");
            bytes += file.body().length;
            var content = unzipped(file.body());
            assertThat(content).as(address).isEqualTo(text(get(address)));
            IMPORT.matcher(content)
                    .results()
                    .map(found -> imported(address, found))
                    .forEach(module -> assertThat(addresses).contains(module));
        }

        assertThat(addresses).hasSizeGreaterThan(20);
        assertThat(bytes).isLessThan(MAX_BYTES);
    }

    @Test
    void doesNotMixFilesOfTwoVersions() throws Exception {
        assertThat(get("/console/assets/0000000000000000/main.js").statusCode()).isEqualTo(404);
        assertThat(get("/console/assets/../../console").statusCode()).isIn(400, 404);
    }

    @Test
    void sendsBrowsersToThePageAndProgramsTheRoutes() throws Exception {
        var browser = get("/", "Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

        assertThat(browser.statusCode()).isEqualTo(302);
        assertThat(header(browser, "Location")).isEqualTo("/console");
        for (var accept :
                List.of("*/*", "application/json, text/plain, */*", "application/json;q=0.9,text/html;q=0.8")) {
            assertThat(header(get("/", "Accept", accept), "Content-Type")).isEqualTo("application/json");
        }
        assertThat(get("/", "Accept", "text/html", "Api-Key", api.key).statusCode())
                .isEqualTo(200);
        assertThat(get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhatTheCallerMayDo() {
        assertThat(api.get("/organizations/acme").json().path("permissions").toString())
                .isEqualTo("[\"read\",\"download\",\"download_protected\",\"upload\",\"change\",\"lock\",\"members\","
                        + "\"delete_all\"]");
    }

    /// Resolves the address of an import as a browser does.
    private static String imported(String address, MatchResult found) {
        return URI.create(address).resolve(found.group(1)).toString();
    }

    private static String unzipped(byte[] content) throws IOException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return new String(gzip.readAllBytes(), UTF_8);
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }
}
