package io.sluice.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ingest.ApiFixture.Reply;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTest {

    private ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void signsUpAUserWhoIsAdminOfANewOrganization() {
        var reply = signUp("{\"email\":\"jo@example.org\",\"organization\":\"new-org\"}", "text/plain;charset=UTF-8");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        var json = reply.json();
        assertThat(json.path("api_key").asText()).matches("[0-9a-z]{32}[0-9A-Za-z]{32}");
        assertThat(json.path("user_id")).isEqualTo(json.path("id"));
        assertThat(json.path("email").asText()).isEqualTo("jo@example.org");
        assertThat(json.path("organization").asText()).isEqualTo("new-org");
        var organization = as(json.path("api_key").asText(), "/organizations/new-org");
        assertThat(organization.json().path("display_name").asText()).isEqualTo("new-org");
        assertThat(as(json.path("api_key").asText(), "/user").json().path("user_id"))
                .isEqualTo(json.path("user_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"email\":\"jo@example.org\"}", "{\"email\":\"jo@example.org\",\"organization\":null}"})
    void signsUpAUserWithoutAnOrganization(String body) {
        var reply = signUp(body, "application/json");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Location")).isEqualTo("/user");
        assertThat(reply.json().has("organization")).isFalse();
        var user = as(reply.json().path("api_key").asText(), "/user").json();
        assertThat(user.path("user_id")).isEqualTo(reply.json().path("user_id"));
        assertThat(user.path("email").asText()).isEqualTo("jo@example.org");
        assertThat(user.path("memberships")).isEmpty();
        assertThat(user.path("last_access").isNull()).isTrue();
    }

    @Test
    void readsJsonWhateverItsContentTypeSays() {
        assertThat(signUp("{\"email\":\"a@b.ch\",\"organization\":\"one\"}", "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(201);
        assertThat(signUp("{\"email\":\"a@b.ch\",\"organization\":\"two\"}", "application/json")
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\":\"https://example.org/hook\"}",
                "{\"url\":\"https://example.org/hook\",\"secret\":\"short\"}",
                "{\"url\":\"https://example.org/hook\",\"secret\":\"whsec_not base64 at all\"}",
                "{\"url\":\"ftp://example.org/hook\",\"secret\":\"0123456789abcdef\"}",
                "{\"url\":\"https://jo:pw@example.org/hook\",\"secret\":\"0123456789abcdef\"}",
                "{\"url\":\"/hook\",\"secret\":\"0123456789abcdef\"}",
                "{\"url\":\"https://exa mple.org\",\"secret\":\"0123456789abcdef\"}"
            })
    void refusesAWebhookThatCannotBe(String body) {
        var reply = api.send(
                api.request("/organizations/acme/options/webhook").PUT(HttpRequest.BodyPublishers.ofString(body)));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(new String(reply.body(), UTF_8)).doesNotContain("jo:pw");
        assertThat(api.get("/organizations/acme/options/webhook").status()).isEqualTo(404);
    }

    @Test
    void refusesANameThatIsTaken() {
        var reply = signUp("{\"email\":\"jo@example.org\",\"organization\":\"acme\"}", "application/json");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.reason()).isEqualTo("organization-taken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"organization\":\"fine\"}",
                "{\"email\":\"jo@example.org\",\"organization\":\"\"}",
                "{\"email\":\"jo@example.org\",\"organization\":\"x\"}",
                "{\"email\":\"jo@example.org\",\"organization\":\"Upper\"}",
                "{\"email\":\"jo@example.org\",\"organization\":\"with space\"}",
                "{\"email\":\"jo@example.org\",\"organization\":\"../etc\"}",
                "{\"email\":\"nobody\",\"organization\":\"fine\"}",
                "{\"email\":\"a b@example.org\",\"organization\":\"fine\"}",
                "{\"email\":{\"a\":1},\"organization\":\"fine\"}",
                "{\"email\":\"jo@exam\\r\\nple.org\",\"organization\":\"fine\"}"
            })
    void refusesWhatIsNoSignUp(String body) {
        var reply = signUp(body, "application/json");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.reason()).isEqualTo("malformed-request");
    }

    @Test
    void refusesABodyThatIsTooLong() {
        var reply = signUp("{\"email\":\"" + "x".repeat(300_000) + "\"}", "application/json");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("message").asText()).contains("limit");
    }

    @Test
    void needsTheRootKeyToSignUpWhenThereIsOne() {
        api.close();
        api = new ApiFixture(Map.of("SLUICE_ROOT_API_KEY", "the-root-key-of-this-test"));
        var body = "{\"email\":\"jo@example.org\",\"organization\":\"new-org\"}";

        assertThat(signUp(body, "application/json").status()).isEqualTo(403);
        assertThat(api.send(api.request("/users")
                                .setHeader("Api-Key", "the-root-key-of-this-test")
                                .POST(HttpRequest.BodyPublishers.ofString(body)))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void signUpsFromOneAddressAreLimitedWhereEverybodyMaySignUp() {
        restart(Map.of("SLUICE_SIGN_UPS_AN_HOUR", "2"));

        assertThat(signUp(anOrganization("one"), "application/json").status()).isEqualTo(201);
        assertThat(signUp(anOrganization("two"), "application/json").status()).isEqualTo(201);
        var third = signUp(anOrganization("three"), "application/json");

        assertThat(third.status()).isEqualTo(429);
        assertThat(third.reason()).isEqualTo("sign-up-limit");
        assertThat(Long.parseLong(third.header("Retry-After"))).isBetween(1700L, 1800L);
    }

    @Test
    void onlyTheOperatorFoundsOrganizationsWhereThereIsARootKey() {
        var root = "the-root-key-of-this-test";
        restart(Map.of("SLUICE_ROOT_API_KEY", root));
        var user = as(api.key, "/user").json().path("user_id").asText();

        var own = found(api.key, "my-own", "{}");
        assertThat(own.status()).isEqualTo(403);
        assertThat(own.json().path("message").asText()).contains("operator");
        assertThat(found(root, "for-a-user", "{\"admin\":\"" + user + "\"}").status())
                .isEqualTo(201);
        assertThat(as(api.key, "/organizations/for-a-user").status()).isEqualTo(200);
        for (var body : List.of("{}", "{\"admin\":\"nobody\"}", "{\"admin\":\"" + UUID.randomUUID() + "\"}")) {
            var refused = found(root, "for-nobody", body);
            assertThat(refused.status()).as(body).isEqualTo(400);
            assertThat(refused.json().path("message").asText()).contains("\"admin\"");
        }
    }

    @Test
    void membersFoundOrganizationsWhereTheOperatorLetsThem() {
        restart(Map.of("SLUICE_ROOT_API_KEY", "the-root-key-of-this-test", "SLUICE_FOUNDING", "members"));

        assertThat(found(api.key, "my-own", "{}").status()).isEqualTo(201);
    }

    private void restart(Map<String, String> settings) {
        api.close();
        api = new ApiFixture(settings);
    }

    private static String anOrganization(String name) {
        return "{\"email\":\"jo@example.org\",\"organization\":\"" + name + "\"}";
    }

    private Reply found(String key, String name, String body) {
        return api.send(api.request("/organizations/" + name)
                .setHeader("Api-Key", key)
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Reply signUp(String body, String contentType) {
        return api.send(api.request("/users")
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Reply as(String key, String path) {
        return api.send(api.request(path).setHeader("Api-Key", key));
    }
}
