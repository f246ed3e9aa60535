package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standalone.client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.Shared.class)
class TokenE2E {

    @Test
    void worksLikeItsKeyUntilTheKeyIsDeleted(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "token-life");
        var hash = admin.upload("token-life").path("hash").asText();
        var other = admin.send("POST", "/user/apikeys", "").expect(201).json();
        var token = admin.as(other.path("api_key").asText())
                .get("/user/apikeys/token")
                .expect(200)
                .json()
                .path("token")
                .asText();
        assertThat(bearer(admin, "GET", "/sourceimages/token-life/" + hash, token)
                        .status())
                .isEqualTo(200);
        assertThat(bearer(admin, "PUT", "/organizations/token-life-2", token).status())
                .isEqualTo(201);

        admin.send("DELETE", "/user/apikeys/" + other.path("id").asText(), "").expect(204);

        var refused = bearer(admin, "GET", "/user", token);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().path("invalid_authentication").asBoolean()).isTrue();
        assertThat(admin.get("/user").status()).isEqualTo(200);
    }

    private static Answer bearer(Requests requests, String method, String path, String token) throws Exception {
        return requests.as("").send(method, path, "", "Authorization", "Bearer " + token);
    }
}
