package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.account.Role.Permission;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Organizations, users, keys and memberships over HTTP.
@ExtendWith(RunningServer.Shared.class)
class AccountsE2E {

    @Test
    void createsAnOrganizationWithTheCallerAsAdmin(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "founder");

        var made = api.send(
                "PUT",
                "/organizations/founded",
                "{\"billing_email\":\"billing@example.com\",\"display_name\":\"Founded\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("name").asText()).isEqualTo("founded");
        assertThat(made.json().path("display_name").asText()).isEqualTo("Founded");
        assertThat(made.json().path("billing_email").asText()).isEqualTo("billing@example.com");
        var shown = (ObjectNode) api.get("/organizations/founded").expect(200).json();
        assertThat(shown.remove("permissions"))
                .as("those of the caller, an admin")
                .hasSize(Permission.values().length);
        assertThat(shown).isEqualTo(made.json());
        api.upload("founded");
        assertThat(api.send("PUT", "/organizations/founded", "{}").status()).isEqualTo(409);
        assertThat(api.send("PUT", "/organizations/Not-A-Name", "{}").status()).isEqualTo(400);
        assertThat(api.send("PUT", "/organizations/founded-too", "{\"billing_email\":\"nobody\"}")
                        .status())
                .isEqualTo(400);
        assertThat(api.get("/organizations/founded-too").status()).isEqualTo(403);
    }

    @Test
    void signsUpAUserWhoFoundsAnOrganizationLater(RunningServer server) throws Exception {
        Requests.signUp(server, "lobby");
        var made = new Requests(server.base(), RunningServer.ROOT_KEY)
                .send("POST", "/users", "{\"email\":\"late@example.com\"}");

        assertThat(made.status()).isEqualTo(201);
        var api = new Requests(server.base(), key(made.json()));
        var user = api.get("/user").expect(200).json();
        assertThat(user.path("email").asText()).isEqualTo("late@example.com");
        assertThat(user.path("memberships")).isEmpty();
        assertThat(api.get("/sourceimages/lobby").status()).isEqualTo(403);
        var second =
                api.send("POST", "/user/apikeys", "{\"comment\":\"second\"}").expect(201);
        var founded = api.send("PUT", "/organizations/late", "{}").expect(201).json();
        assertThat(founded.path("billing_email").asText()).isEqualTo("late@example.com");
        api.upload("late");
        assertThat(api.as(key(second.json()))
                        .get("/sourceimages/late")
                        .expect(200)
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        var home = "user-" + made.json().path("user_id").asText();
        assertThat(api.send("PUT", "/organizations/" + home, "{}").status()).isEqualTo(409);
        assertThat(api.get("/organizations/" + home).status()).isEqualTo(403);
    }

    @Test
    void showsUsersTheirAccountAndReadersOnlyTheirId(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "whoami");
        var reader = member(api, "whoami", "read", "sourceimages:download:protected");

        var admin = api.get("/user").expect(200).json();
        var read = api.as(key(reader)).get("/user").expect(200).json();

        assertThat(admin.path("email").asText()).isEqualTo("test@example.com");
        assertThat(admin.path("api_keys")).hasSize(1);
        assertThat(admin.at("/memberships/0/organization").asText()).isEqualTo("whoami");
        assertThat(admin.toString()).doesNotContain("digest", "salt", api.key().substring(32));
        assertThat(read.fieldNames()).toIterable().containsExactly("user_id");
        assertThat(read.path("user_id")).isEqualTo(reader.path("user_id"));
    }

    @Test
    void membersWhoMayNotSeeProtectedOriginalsDoNotGetThemBackByRestoring(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "guarded");
        var writer = api.as(key(member(api, "guarded", "sourceimages:write")));
        var image =
                "/sourceimages/guarded/" + api.upload("guarded").path("hash").asText();
        var protectedHash = api.send("PUT", image + "/options/protected?deletePrevious=true", "true")
                .expect(201)
                .json()
                .path("hash")
                .asText();

        assertThat(writer.send("POST", image + "/restore", "").status()).isEqualTo(403);
        writer.send("DELETE", "/sourceimages/guarded/" + protectedHash, "").expect(204);
        assertThat(writer.send("POST", image + "/restore", "").status()).isEqualTo(403);
        assertThat(writer.get(image + "/download").status()).isEqualTo(404);

        api.send("POST", image + "/restore", "").expect(200);
    }

    @Test
    void givesAUserFiveKeysAndRevokesThemAtOnce(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "keys");
        var made = api.send("POST", "/user/apikeys", "{\"comment\":\"second\"}");
        var second = api.as(made.json().path("api_key").asText());
        var id = made.json().path("id").asText();

        assertThat(made.status()).isEqualTo(201);
        assertThat(second.get("/user/apikeys/current")
                        .expect(200)
                        .json()
                        .path("id")
                        .asText())
                .isEqualTo(id);
        var listed = api.get("/user/apikeys").expect(200).json();
        assertThat(listed.findValuesAsText("comment")).containsExactly("made at sign-up", "second");
        assertThat(listed.findValues("api_key")).isEmpty();
        var inUse = second.send("DELETE", "/user/apikeys/" + id, "");
        assertThat(inUse.status()).isEqualTo(409);
        assertThat(inUse.reason()).isEqualTo("key-in-use");
        assertThat(api.send("DELETE", "/user/apikeys/" + UUID.randomUUID(), "").status())
                .isEqualTo(404);
        for (var i = 0; i < 3; i++) {
            api.send("POST", "/user/apikeys", "").expect(201);
        }
        var sixth = api.send("POST", "/user/apikeys", "");
        assertThat(sixth.status()).isEqualTo(409);
        assertThat(sixth.reason()).isEqualTo("too-many-keys");

        assertThat(api.send("DELETE", "/user/apikeys/" + id, "").status()).isEqualTo(204);

        var revoked = second.get("/user");
        assertThat(revoked.status()).isEqualTo(403);
        assertThat(revoked.json().path("invalid_authentication").asBoolean()).isTrue();
        assertThat(second.get("/sourceimages/keys").status()).isEqualTo(403);
        assertThat(api.send("DELETE", "/user/apikeys/" + id, "").status()).isEqualTo(404);
    }

    @Test
    void createsAMemberAndShowsItsKeyOnce(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "members");

        var made = api.send(
                "POST",
                "/organizations/members/memberships",
                "{\"roles\":[\"upload\",\"read\"],\"comment\":\"a shop\"}");

        assertThat(made.status()).isEqualTo(201);
        var user = made.json().path("user_id").asText();
        assertThat(made.json().path("roles")).hasSize(2);
        assertThat(made.json().path("active").asBoolean()).isTrue();
        assertThat(key(made.json())).hasSize(64);
        api.as(key(made.json())).upload("members");
        var list = api.get("/organizations/members/memberships").expect(200).json();
        assertThat(list.path("total").asInt()).isEqualTo(2);
        assertThat(list.path("items").findValuesAsText("user_id")).contains(user);
        assertThat(list.findValues("api_key")).isEmpty();
        var one = api.get("/organizations/members/memberships/" + user)
                .expect(200)
                .json();
        assertThat(one.path("comment").asText()).isEqualTo("a shop");
        assertThat(one.path("email").asText()).isEqualTo("test@example.com");
        for (var body : List.of("{}", "{\"roles\":[]}", "{\"roles\":[\"owner\"]}", "{\"role\":7}", "[1]")) {
            assertThat(api.send("POST", "/organizations/members/memberships", body)
                            .status())
                    .isEqualTo(400);
        }
    }

    /// Keys for reading may be public, for example in web pages.
    @Test
    void refusesChangesOfAccountsByReaders(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "readers");
        for (var role : List.of("read", "sourceimages:read", "sourceimages:download:protected")) {
            var made = api.send("POST", "/organizations/readers/memberships", "{\"roles\":[\"" + role + "\"]}")
                    .expect(201)
                    .json();
            var reader = api.as(key(made));
            var id = reader.get("/user/apikeys/current").json().path("id").asText();

            assertThat(reader.send("POST", "/user/apikeys", "{}").status()).isEqualTo(403);
            assertThat(reader.send("DELETE", "/user/apikeys/" + id, "").status())
                    .isEqualTo(403);
            assertThat(reader.send("PUT", "/organizations/readers-own", "{}").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void setsAndRemovesMemberships(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "setting");
        var guest = Requests.signUp(server, "setting-guest");
        var user = guest.get("/user").json().path("user_id").asText();
        var path = "/organizations/setting/memberships/" + user;

        assertThat(api.get(path).status()).isEqualTo(404);
        assertThat(api.send("DELETE", path, "").status()).isEqualTo(404);
        assertThat(api.send("PUT", path, "{\"role\":\"read\"}").status()).isEqualTo(201);
        assertThat(guest.get("/sourceimages/setting").status()).isEqualTo(200);
        assertThat(guest.uploadForm("setting", Requests.uniqueImage()).status()).isEqualTo(403);
        var changed = api.send("PUT", path, "{\"roles\":[\"write\"]}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("roles").toString()).isEqualTo("[\"write\"]");
        assertThat(guest.uploadForm("setting", Requests.uniqueImage()).status()).isEqualTo(200);
        assertThat(api.send("PUT", path, "{\"roles\":[\"write\"]}").status()).isEqualTo(204);
        assertThat(api.send("DELETE", path, "").status()).isEqualTo(204);
        assertThat(guest.get("/sourceimages/setting").status()).isEqualTo(403);
        assertThat(api.send("PUT", "/organizations/setting/memberships/" + UUID.randomUUID(), "{\"role\":\"read\"}")
                        .status())
                .isEqualTo(404);
        assertThat(api.send("PUT", "/organizations/setting/memberships/jo@example.com", "{\"role\":\"read\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void keepsTheLastAdmin(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "last-admin");
        var me = "/organizations/last-admin/memberships/"
                + api.get("/user").json().path("user_id").asText();

        for (var answer : List.of(api.send("DELETE", me, ""), api.send("PUT", me, "{\"role\":\"write\"}"))) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.reason()).isEqualTo("last-admin");
        }
        var second = member(api, "last-admin", "admin");
        assertThat(api.send("PUT", me, "{\"role\":\"write\"}").status()).isEqualTo(200);
        assertThat(api.send("DELETE", me, "").status()).isEqualTo(403);
        assertThat(api.as(key(second)).send("DELETE", me, "").status()).isEqualTo(204);
    }

    private static JsonNode member(Requests api, String organization, String... roles) throws Exception {
        return api.send(
                        "POST",
                        "/organizations/" + organization + "/memberships",
                        "{\"roles\":[\"" + String.join("\",\"", roles) + "\"]}")
                .expect(201)
                .json();
    }

    private static String key(JsonNode member) {
        return member.path("api_key").asText();
    }
}
