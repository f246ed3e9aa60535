package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.account.Role;
import io.sluice.ingest.ApiFixture.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueTest {

    private static final String ROOT = "0123456789abcdef-root";

    private final ApiFixture api = new ApiFixture(Map.of("SLUICE_ROOT_API_KEY", ROOT));

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void showsWhatWaits() {
        api.upload(form().file("a.png", "one"));
        api.pipeline.pauseWorkers();
        for (var content : new String[] {"two", "three"}) {
            api.send(api.request("/sourceimages/acme")
                    .header("Prefer", "respond-async")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("url[0]=http://example.org/" + content)));
        }

        for (var key : new String[] {ROOT, api.key}) {
            var queue = get("/queue", key).json();
            assertThat(queue.path("waiting").asInt()).isEqualTo(2);
            assertThat(queue.path("waiting_bytes").asInt()).isEqualTo(20);
            assertThat(queue.path("waiting_megapixels").isNull()).isTrue();
            assertThat(queue.path("per_second").asDouble()).isEqualTo(0.02);
            assertThat(queue.at("/organizations/0/organization").asText()).isEqualTo("acme");
            assertThat(queue.at("/organizations/0/waiting").asInt()).isEqualTo(2);
        }
    }

    @Test
    void isForMembersOfTheOrganization() {
        assertThat(get("/queue", api.addMember()).status()).isEqualTo(403);
        assertThat(get("/queue", api.addMember(Role.SOURCE_IMAGES_UNLOCK)).status())
                .isEqualTo(403);
        assertThat(get("/queue", api.addMember(Role.UPLOAD)).status()).isEqualTo(200);
        assertThat(get("/queue?organization=acme", api.key).status()).isEqualTo(200);
        assertThat(get("/queue?organization=other", api.key).status()).isEqualTo(403);
        assertThat(get("/queue?colour=red", api.key).status()).isEqualTo(400);
    }

    private Reply get(String path, String key) {
        return api.send(api.request(path).setHeader("Api-Key", key));
    }
}
