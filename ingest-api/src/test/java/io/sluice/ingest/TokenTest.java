package io.sluice.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.account.Role;
import io.sluice.ingest.ApiFixture.Reply;
import io.sluice.ingest.token.ApiToken;
import io.sluice.ingest.token.Networks;
import io.sluice.ingest.token.TokenKey;
import io.sluice.ingest.token.Tokens;
import io.sluice.kafka.Json;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {

    private final ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void standsForTheKeyThatItWasRequestedWith() throws Exception {
        var answer = api.get("/user/apikeys/token");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        var payload = answer.json().path("payload");
        var key = api.get("/user/apikeys/current").json().path("id").asText();
        assertThat(payload.path("id").asText()).isEqualTo(key);
        assertThat(payload.path("expt").asLong()).isEqualTo(86_400);
        assertThat(payload.path("exp").asLong() - Instant.now().getEpochSecond())
                .isBetween(86_390L, 86_400L);
        assertThat(payload.path("ips").toString()).isEqualTo("[\"127.0.0.1\"]");
        assertThat(payload.path("rn").asBoolean()).isTrue();
        var token = answer.json().path("token").asText();
        var parts = token.split("\\.", -1);
        assertThat(Json.MAPPER.readTree(decoded(parts[1]))).isEqualTo(payload);
        assertThat(Json.MAPPER.readTree(decoded(parts[0])).path("alg").asText()).isEqualTo("HS256");
        assertThat(as(token, "/user/apikeys/current").json().path("id").asText())
                .isEqualTo(key);
        assertThat(as(token, "/sourceimages/acme").status()).isEqualTo(200);
        assertThat(as(token, "/").status()).isEqualTo(200);
    }

    @Test
    void hasTheRolesOfItsKey() {
        var token = token(api.addMember(Role.UPLOAD), "");

        assertThat(as(token, "/sourceimages/acme").status()).isEqualTo(403);
        assertThat(as(token, "/organizations/acme").status()).isEqualTo(200);
    }

    @Test
    void endsAtItsTime() {
        var token = token(api.key, "?expires_in=60");
        api.ahead.set(Duration.ofSeconds(30));
        assertThat(as(token, "/user").status()).isEqualTo(200);
        api.ahead.set(Duration.ofSeconds(70));

        var answer = as(token, "/user");

        assertRefused(answer, "expired");
        assertRefused(as(token, "/"), "expired");
        assertRefused(as(token, "/user/apikeys/token"), "expired");
    }

    @Test
    void endsWithItsKey() {
        var user = api.addMember(Role.WRITE);
        var token = token(user, "");
        assertThat(as(token, "/user").status()).isEqualTo(200);

        api.pipeline.removeKeys(user);

        assertRefused(as(token, "/user"), "API key");
    }

    @Test
    void isBoundToItsAddresses() {
        var elsewhere = token(api.key, "?ips=192.0.2.0/24");

        assertRefused(as(elsewhere, "/user"), "127.0.0.1");
        assertThat(as(token(api.key, "?ips=192.0.2.0/24,request_ip"), "/user").status())
                .isEqualTo(200);
        var free = api.get("/user/apikeys/token?no_ip_protection=true").json();
        assertThat(free.path("payload").path("ips").toString()).isEqualTo("[]");
        assertThat(free.path("payload").path("rn").asBoolean()).isFalse();
        assertThat(as(free.path("token").asText(), "/user").status()).isEqualTo(200);
    }

    @Test
    void renewsItselfWithinItsBounds() {
        var token = token(api.key, "?expires_in=100&ips=127.0.0.0/30");
        api.ahead.set(Duration.ofSeconds(50));

        var renewed = as(token, "/user/apikeys/token");

        var payload = renewed.json().path("payload");
        assertThat(payload.path("expt").asLong()).isEqualTo(100);
        assertThat(payload.path("ips").toString()).isEqualTo("[\"127.0.0.0/30\"]");
        assertThat(payload.path("rn").asBoolean()).isTrue();
        api.ahead.set(Duration.ofSeconds(125));
        var second = renewed.json().path("token").asText();
        assertThat(as(second, "/user").status()).isEqualTo(200);
        assertRefused(as(token, "/user"), "expired");
        assertThat(renewal(second, "?expires_in=50&ips=request_ip").status()).isEqualTo(200);
        assertThat(renewal(second, "?expires_in=101").status()).isEqualTo(403);
        assertThat(renewal(second, "?ips=127.0.0.0/29").status()).isEqualTo(403);
        assertThat(renewal(second, "?no_ip_protection=true").status()).isEqualTo(403);
        assertThat(renewal(second, "?expires_in=101").json().has("invalid_authentication"))
                .isFalse();
    }

    @Test
    void renewsOnlyIfItIsRenewable() {
        assertThat(renewal(token(api.key, "?renewable=false"), "").status()).isEqualTo(403);
        assertThat(renewal(token(api.key, "?no_ip_protection=1"), "").status()).isEqualTo(403);
        var free = token(api.key, "?no_ip_protection=1&renewable=1");
        assertThat(renewal(free, "").json().path("payload").path("ips").toString())
                .isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expires_in=0",
                "expires_in=-1",
                "expires_in=soon",
                "expires_in=99999999999",
                "renewable=maybe",
                "no_ip_protection=maybe",
                "ips=here",
                "ips=10.0.0.0/8",
                "ips=127.0.0.1&no_ip_protection=true"
            })
    void refusesOptionsThatAreInvalid(String query) {
        var answer = api.get("/user/apikeys/token?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.reason()).isEqualTo("malformed-request");
    }

    @Test
    void refusesWhatThisServerHasNotSigned() {
        var token = token(api.key, "");
        var parts = token.split("\\.", -1);
        var key = UUID.fromString(
                api.get("/user/apikeys/current").json().path("id").asText());
        var payload =
                new ApiToken(key, Instant.now().plusSeconds(1_000), Duration.ofDays(1), Networks.of(address()), true);
        var foreign = new Tokens(TokenKey.of("the-token-key-of-another-server-0"), Instant::now).sign(payload);
        var unsigned = encoded("{\"alg\":\"none\"}") + '.' + parts[1] + '.';

        assertRefused(as(foreign, "/user"), "signature");
        assertRefused(as(parts[0] + '.' + encoded("{}") + '.' + parts[2], "/user"), "signature");
        assertRefused(as(unsigned, "/user"), "malformed");
        for (var text : new String[] {"nonsense", "a.b.c", "..", token + 'x', "x".repeat(3_000)}) {
            assertRefused(as(text, "/user"), "");
        }
    }

    @Test
    void acceptsAKeyInTheSameHeaderAndPrefersTheOtherOne() {
        assertThat(as(api.key, "/user").status()).isEqualTo(200);
        var wrong = as("0".repeat(64), "/user");
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.reason()).isEqualTo("invalid-key");
        assertThat(api.send(api.request("/user").header("Authorization", "Bearer nonsense"))
                        .status())
                .isEqualTo(200);
        assertThat(api.send(api.stranger("/user").header("Authorization", "Basic nonsense"))
                        .status())
                .isEqualTo(403);
    }

    private static InetAddress address() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    private String token(String key, String query) {
        var answer = api.send(api.request("/user/apikeys/token" + query).setHeader("Api-Key", key));
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().path("token").asText();
    }

    private Reply renewal(String token, String query) {
        return as(token, "/user/apikeys/token" + query);
    }

    private Reply as(String token, String path) {
        return api.send(api.stranger(path).header("Authorization", "Bearer " + token));
    }

    private static void assertRefused(Reply answer, String words) {
        JsonNode json = answer.json();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.reason()).isEqualTo("invalid-token");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(json.path("invalid_authentication").asBoolean()).isTrue();
        assertThat(json.path("message").asText()).contains(words);
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }
}
