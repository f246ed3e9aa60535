package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.account.DayUsage;
import io.sluice.account.Limits;
import io.sluice.ingest.ApiFixture.Reply;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitTest {

    private static final String ROOT = "0123456789abcdef-root";

    private final ApiFixture api = new ApiFixture(Map.of("SLUICE_ROOT_API_KEY", ROOT));

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void theOperatorSetsLimitsThatMembersSee() {
        var set = put(ROOT, "acme", "{\"images\":10,\"bytes\":null,\"jobs\":2}");
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().path("images").asLong()).isEqualTo(10);
        assertThat(set.json().path("bytes").isNull()).isTrue();
        upload("one");

        var usage = api.get("/organizations/acme/usage").json();

        assertThat(usage.at("/limits/images").asLong()).isEqualTo(10);
        assertThat(usage.at("/limits/file_bytes").isNull()).isTrue();
        assertThat(usage.at("/used/images").asLong()).isEqualTo(1);
        assertThat(usage.at("/used/deleted").asLong()).isZero();
        assertThat(usage.at("/used/bytes").asLong()).isPositive();
        assertThat(usage.at("/used/jobs").isIntegralNumber()).isTrue();
        assertThat(api.get("/organizations/acme").json().at("/limit/space").isNull())
                .isTrue();
    }

    @Test
    void countsTheLastDays() {
        var today = LocalDate.now(ZoneOffset.UTC);
        api.pipeline.usage = List.of(
                new DayUsage(ApiFixture.ACME, today.minusDays(40), 9, 0, Map.of(), new DayUsage.Saved(1, 1)),
                new DayUsage(
                        ApiFixture.ACME,
                        today.minusDays(1),
                        3,
                        1,
                        Map.of("empty-file", 2L),
                        new DayUsage.Saved(500, 70)));

        var usage = api.get("/organizations/acme/usage").json();

        assertThat(usage.path("saved_bytes")).hasToString("{\"optimized\":500,\"existing\":70}");
        assertThat(usage.path("days")).hasSize(30);
        assertThat(usage.at("/days/28"))
                .hasToString("{\"day\":\"" + today.minusDays(1)
                        + "\",\"uploads\":3,\"existing\":1,\"rejected\":{\"empty-file\":2}}");
        assertThat(usage.at("/days/29/uploads").asInt()).isZero();
    }

    @Test
    void onlyTheOperatorSetsLimits() {
        assertThat(put(api.key, "acme", "{}").status()).isEqualTo(403);
        assertThat(put(api.key, "nobodys", "{}").status()).isEqualTo(403);
        assertThat(put(ROOT, "nobodys", "{}").status()).isEqualTo(404);
        assertThat(api.send(api.request("/organizations/acme/usage").setHeader("Api-Key", api.addMember()))
                        .status())
                .isEqualTo(403);
        for (var body : List.of("", "{\"images\":-1}", "{\"images\":1.5}", "{\"images\":\"1\"}", "{\"pictures\":1}")) {
            assertThat(put(ROOT, "acme", body).status()).as(body).isEqualTo(400);
        }
    }

    @Test
    void refusesAnImageTooManyBeforeItsBodyIsRead() throws IOException {
        upload("one");
        api.limit(new Limits(1L, null, null, null, null, null));

        var answer = expecting100Continue();

        assertThat(answer).startsWith("HTTP/1.1 403 ").doesNotContain("100 Continue");
        assertThat(answer).contains("\"reason\":\"quota-images\"", "\"used\":1", "\"allowed\":1");
    }

    @Test
    void refusesBytesTooManyBeforeTheBodyIsRead() throws IOException {
        upload("one");
        api.limit(new Limits(null, 1L, null, null, null, null));

        assertThat(expecting100Continue()).startsWith("HTTP/1.1 403 ").contains("\"reason\":\"quota-bytes\"");
    }

    @Test
    void refusesUploadsThatComeTooFast() {
        api.limit(new Limits(null, null, 2L, null, null, null));
        upload("one");
        upload("two");

        var third = api.upload(form().file("c.png", "three"));

        assertThat(third.status()).isEqualTo(429);
        assertThat(third.reason()).isEqualTo("quota-uploads");
        assertThat(third.json().path("used").asLong()).isEqualTo(2);
        assertThat(third.json().path("allowed").asLong()).isEqualTo(2);
        assertThat(Long.parseLong(third.header("Retry-After"))).isBetween(1L, 30L);
        assertThat(api.get("/organizations/acme/usage")
                        .json()
                        .at("/used/uploads_per_minute")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void refusesAFileThatIsTooLarge() {
        api.limit(new Limits(null, null, null, null, 4L, null));

        assertThat(api.upload(form().file("a.png", "four")).status()).isEqualTo(200);
        var larger = api.upload(form().file("b.png", "larger"));

        assertThat(larger.status()).isEqualTo(403);
        assertThat(larger.reason()).isEqualTo("quota-file-size");
        assertThat(larger.json().path("allowed").asLong()).isEqualTo(4);
    }

    @Test
    void refusesConversionsAndNothingElseWhenTheirPixelsAreUsedUp() {
        api.limit(new Limits(null, null, null, 0L, null, null));

        var converted = api.upload(form().file("a.tif", "tiff").field("optimize_source", "png"));

        assertThat(converted.status()).isEqualTo(429);
        assertThat(converted.reason()).isEqualTo("quota-megapixels");
        upload("one");
    }

    @Test
    void refusesJobsTooMany() {
        api.limit(new Limits(null, null, null, null, null, 1L));
        assertThat(deleteAll().status()).isEqualTo(202);

        var second = deleteAll();

        assertThat(second.status()).isEqualTo(429);
        assertThat(second.reason()).isEqualTo("quota-jobs");
    }

    private String expecting100Continue() throws IOException {
        return api.exchange("POST /sourceimages/acme HTTP/1.1\r\nHost: x\r\nApi-Key: " + api.key + "\r\nContent-Type: "
                + form().contentType() + "\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n\r\n");
    }

    private void upload(String content) {
        assertThat(api.upload(form().file(content + ".png", content)).status()).isEqualTo(200);
    }

    private Reply deleteAll() {
        return api.send(
                api.request("/sourceimages/acme/delete-all?confirm=acme").POST(BodyPublishers.noBody()));
    }

    private Reply put(String key, String organization, String body) {
        return api.send(api.request("/organizations/" + organization + "/limits")
                .setHeader("Api-Key", key)
                .PUT(BodyPublishers.ofString(body)));
    }
}
