package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for every route.
class ProtocolTest {

    private ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void sendsExactlyTheContentTypeThatClientsKnow() throws IOException {
        var answer = api.exchange(
                "GET /sourceimages/acme HTTP/1.1\r\nHost: x\r\nApi-Key: " + api.key + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\r\nContent-Type: application/json\r\n");
        assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("server:", "set-cookie");
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-9", "\"not a charset\"", "\u00e9", "x;y"})
    void refusesACharsetThatDoesNotExist(String charset) throws IOException {
        var answer = api.exchange("PUT /sourceimages/acme/" + "a".repeat(40) + "/name HTTP/1.1\r\nHost: x\r\nApi-Key: "
                + api.key + "\r\nContent-Type: application/json; charset=" + charset
                + "\r\nContent-Length: 3\r\nConnection: close\r\n\r\n\"a\"");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("charset");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "gzip, identity"})
    void refusesABodyInAContentCoding(String coding) {
        var reply = api.send(api.request("/sourceimages/acme")
                .header("Content-Encoding", coding)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("url[0]=http://example.org/a.png")));

        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.json().path("message").asText()).contains("Content-Encoding");
        assertThat(api.pipeline.traces()).isEmpty();
    }

    @Test
    void takesTheMethodOfTheRequestLineAlone() {
        var reply = api.send(api.request("/sourceimages/acme")
                .header("X-HTTP-Method-Override", "DELETE")
                .GET());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().has("items")).isTrue();
    }

    @Test
    void letsNoCacheKeepAnAnswer() {
        assertThat(api.get("/sourceimages/acme").header("Cache-Control")).isEqualTo("no-store");
        assertThat(api.get("/nothing").header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void refusesAWrongKeyWhereNoneIsNeeded() {
        assertThat(api.send(api.request("/").setHeader("Api-Key", "wrong").GET())
                        .status())
                .isEqualTo(403);
        assertThat(api.get("/").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/sourceimages", "/sourceimages/acme/a/b/c", "/favicon.ico"})
    void answersUnknownRoutesInJson(String path) {
        var reply = api.get(path);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.reason()).isEqualTo("not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /users, POST",
        "PATCH, /sourceimages/acme, 'GET, HEAD, POST, DELETE'",
        "BREW, /health/live, 'GET, HEAD'"
    })
    void namesTheMethodsThatAreAllowed(String method, String path, String allowed) {
        var reply = api.send(api.request(path).method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow").split(", ")).containsExactlyInAnyOrder(allowed.split(", "));
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.reason()).isEqualTo("method-not-allowed");
    }

    @Test
    void putsWhatARequestAsksForIntoTheTraceThatItNames() {
        var trace = "0af7651916cd43dd8448eb211c80319c";

        var reply = api.send(api.request("/sourceimages/acme")
                .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                .header("tracestate", "congo=1")
                .header("tracestate", "rojo=2")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("url[0]=http://example.org/a.png")));

        assertThat(reply.status()).isEqualTo(200);
        var published = api.pipeline.traces().getFirst();
        assertThat(published.traceId()).isEqualTo(trace);
        assertThat(published.state()).isEqualTo("congo=1,rojo=2");
        assertThat(reply.header("traceresponse"))
                .isEqualTo(published.parent())
                .startsWith("00-" + trace)
                .endsWith("-01")
                .doesNotContain("b7ad6b7169203331");
    }

    @Test
    void beginsANewTraceForARequestThatNamesNoneOrABrokenOne() {
        var first = api.get("/sourceimages/acme").header("traceresponse");
        var second = api.send(api.request("/nothing")
                        .header("traceparent", "00-broken")
                        .GET())
                .header("traceresponse");

        assertThat(first).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
        assertThat(second).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00").isNotEqualTo(first);
    }

    @Test
    void answersHeadWithoutABody() {
        var reply = api.send(api.request("/sourceimages/acme").HEAD());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(api.send(api.request("/sourceimages/nowhere").HEAD()).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            })
    void answersMalformedRequestsInJson(String request) throws IOException {
        var answer = api.exchange(request);

        assertThat(answer).startsWith("HTTP/1.1 40").contains("\r\nContent-Type: application/json\r\n");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n"))).contains("\"reason\":\"malformed-request\"");
    }

    @Test
    void refusesHeadersThatAreTooLong() throws IOException {
        var answer = api.exchange("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 431 ").contains("\"reason\":\"malformed-request\"");
    }

    @Test
    void refusesAUriThatIsTooLong() throws IOException {
        var answer = api.exchange("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 414 ").contains("\"reason\":\"malformed-request\"");
    }

    @Test
    void hangsUpOnAClientThatFallsSilent() throws IOException {
        restartWithIdleTimeout("300ms");

        var answer = api.exchange("POST /sourceimages/acme HTTP/1.1\r\nHost: x\r\nApi-Key: " + api.key
                + "\r\nContent-Type: " + form().contentType() + "\r\nContent-Length: 1000\r\n\r\n--");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("malformed-request");
        assertThat(api.store.isEmpty()).isTrue();
    }

    @Test
    void hangsUpOnAClientThatNeverFinishesItsHeaders() throws IOException {
        restartWithIdleTimeout("300ms");

        assertThat(api.exchange("GET /health/live HTTP/1.1\r\nHost: ")).doesNotContain("200");
    }

    @Test
    void finishesARequestUnderWayWhenItStops() {
        api.pipeline.pauseWorkers();
        var reply = CompletableFuture.supplyAsync(() -> api.upload(form().file("a.png", "bytes")));
        await().until(() -> !api.pipeline.uploads().isEmpty());

        var stopped = CompletableFuture.runAsync(api::stopServer);
        await().until(() -> !api.accepts());
        api.pipeline.resume();

        assertThat(reply.join().status()).isEqualTo(200);
        stopped.join();
    }

    @Test
    void countsRequestsByRouteAndStatus() {
        api.get("/sourceimages/acme/abcdef");
        api.get("/sourceimages/acme/123456");
        api.get("/random/" + System.nanoTime());

        // counted when the answer is out, which the client may see earlier
        await().untilAsserted(() -> assertThat(new String(api.get("/metrics").body(), UTF_8))
                .contains("sluice_http_requests_seconds_count{method=\"GET\","
                        + "route=\"/sourceimages/{organization}/{hash}\",status=\"4xx\"} 2")
                .contains("route=\"none\"")
                .contains("sluice_http_errors_total{reason=\"not-found\"} 3")
                .doesNotContain("/random/"));
    }

    @Test
    void countsWhatFilesBring() {
        api.upload(form().file("a.png", "12345").file("b.png", "678"));

        assertThat(api.metric("sluice_upload_bytes_total")).isEqualTo(8);
        assertThat(api.metric("sluice_upload_bodies")).isZero();
        assertThat(api.metric("sluice_http_waiting")).isZero();
    }

    @Test
    void isReadyOnceEveryCheckHolds() {
        assertThat(api.get("/health/ready").status()).isEqualTo(200);
        api.ready.set(false);

        var reply = api.get("/health/ready");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().path("waiting_for").toString()).isEqualTo("[\"switch\"]");
        assertThat(reply.json().at("/since/switch").asText()).matches("\\d{4}-.*Z");
        assertThat(reply.json().path("since").size()).isEqualTo(1);
        assertThat(reply.json().at("/checks/always").asBoolean()).isTrue();
        assertThat(api.get("/health/live").status()).isEqualTo(200);
    }

    private void restartWithIdleTimeout(String time) {
        api.close();
        api = new ApiFixture(Map.of("SLUICE_HTTP_IDLE_TIMEOUT", time));
    }
}
