package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.account.Role;
import io.sluice.ingest.ApiFixture.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How commands that change something are asked for, shown by deletion.
class ChangeTest {

    private ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void answersOnceTheChangeCanBeSeen() {
        var hash = upload();

        var reply = delete(hash);

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.header("Content-Type")).isEmpty();
        assertThat(reply.header("Sluice-Revision")).isEqualTo("2");
        assertThat(reply.header("Sluice-Operation")).isNotEmpty();
        assertThat(api.get("/sourceimages/acme/" + hash).status()).isEqualTo(404);
    }

    @Test
    void leavesItToTheCatalogWhetherAFullHashIsKnown() {
        var reply = delete("a".repeat(40));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(api.pipeline.commands()).hasSize(1);
    }

    @Test
    void asksForNothingWhenNoImageHasTheShortHash() {
        var reply = delete("abcdef");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(api.pipeline.commands()).isEmpty();
    }

    @Test
    void announcesForLaterWhatIsNotDecidedInTime() {
        api.close();
        api = new ApiFixture(Map.of("SLUICE_SYNC_TIMEOUT", "20ms"));
        api.pipeline.pauseWorkers();

        var reply = delete("a".repeat(40));

        assertAccepted(reply);
    }

    @Test
    void announcesForLaterWhatThisNodeDoesNotShowInTime() {
        var hash = upload();
        api.pipeline.pauseView();

        assertAccepted(delete(hash));
    }

    /// A client that is told 202 does not send the command again.
    private void assertAccepted(Reply reply) {
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Location")).startsWith("/operations/");
        assertThat(api.get(reply.header("Location")).json().path("state").asText())
                .isEqualTo("accepted");
        assertThat(api.pipeline.commands()).hasSize(1);
    }

    @Test
    void leavesTheProtectionToThoseWhoMayDownloadProtectedOriginals() {
        var hash = upload();
        var writer = api.addMember(Role.SOURCE_IMAGES_WRITE);

        var reply = api.send(api.request("/sourceimages/acme/" + hash + "/options/protected")
                .setHeader("Api-Key", writer)
                .PUT(BodyPublishers.ofString("false")));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.reason()).isEqualTo("forbidden");
        assertThat(api.pipeline.commands()).isEmpty();
    }

    private String upload() {
        return api.upload(form().file("a.png", "bytes"))
                .json()
                .at("/items/0/hash")
                .asText();
    }

    private Reply delete(String hash) {
        return api.send(api.request("/sourceimages/acme/" + hash).DELETE());
    }
}
