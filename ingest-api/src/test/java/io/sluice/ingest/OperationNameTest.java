package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.image.Organization;
import io.sluice.ingest.ApiFixture.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever a write became, its answer names it, so that a client can ask how it went.
class OperationNameTest {

    private ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void namesASignUp() {
        var reply = post("/users", "{\"email\":\"jo@example.org\",\"organization\":\"new-org\"}");

        assertThat(reply.status()).isEqualTo(201);
        assertNamesItsCommand(reply);
    }

    @Test
    void namesARefusedSignUp() {
        var reply = post("/users", "{\"email\":\"jo@example.org\",\"organization\":\"acme\"}");

        assertThat(reply.status()).isEqualTo(409);
        assertNamesItsCommand(reply);
    }

    @Test
    void namesAnApiKeyThatIsNotThereYet() {
        decideNothing();

        var reply = post("/user/apikeys", "{\"comment\":\"one more\"}");

        assertThat(reply.status()).isEqualTo(202);
        assertNamesItsCommand(reply);
    }

    @Test
    void namesAMembershipThatIsNotThereYet() {
        decideNothing();

        var reply = post("/organizations/acme/memberships", "{\"roles\":[\"read\"]}");

        assertThat(reply.status()).isEqualTo(202);
        assertNamesItsCommand(reply);
    }

    @Test
    void leadsToAJobAsOftenAsItIsAskedFor() {
        var first = deleteAll();
        var second = deleteAll();

        assertThat(first.status()).isEqualTo(202);
        assertLeadsToItsJob(first);
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    }

    @Test
    void leadsToACopyOfEverything() {
        api.addOrganization(new Organization("other"));

        var reply = api.send(api.request("/sourceimages/acme/copy-all")
                .header("Destination", "other")
                .POST(BodyPublishers.noBody()));

        assertThat(reply.status()).isEqualTo(202);
        assertLeadsToItsJob(reply);
    }

    /// A job is no operation that one could ask for.
    private static void assertLeadsToItsJob(Reply reply) {
        assertThat(reply.header("Location"))
                .isEqualTo("/jobs/" + reply.json().path("id").asText());
        assertThat(reply.header("Sluice-Operation")).isEmpty();
    }

    private void decideNothing() {
        api.close();
        api = new ApiFixture(Map.of("SLUICE_SYNC_TIMEOUT", "20ms"));
    }

    private Reply deleteAll() {
        return api.send(api.request("/sourceimages/acme/delete-all?confirm=acme")
                .header("Idempotency-Key", "all-of-acme")
                .POST(BodyPublishers.noBody()));
    }

    private Reply post(String path, String body) {
        return api.send(api.request(path).POST(BodyPublishers.ofString(body)));
    }

    private void assertNamesItsCommand(Reply reply) {
        assertThat(reply.header("Sluice-Operation"))
                .isEqualTo(api.pipeline.commands().getFirst().operation().value());
    }
}
