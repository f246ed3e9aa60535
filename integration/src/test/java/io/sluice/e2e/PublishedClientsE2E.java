package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.command.Bytes;
import io.sluice.image.Organization;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What published clients send and rely on, beyond the routes themselves.
@ExtendWith(RunningServer.Shared.class)
class PublishedClientsE2E {

    @Test
    void storesAFormAsAWholeOrNotAtAll(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "whole-form");
        var good = Requests.uniqueImage();

        var refused = upload(api, "whole-form", Map.of(), good, text());

        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.json().path("failures")).hasSize(1);
        assertThat(refused.json().at("/failures/0/index").asInt()).isEqualTo(1);
        assertThat(total(api, "whole-form")).isZero();
        var later = upload(api, "whole-form", Map.of("Prefer", "respond-async"), good, text());
        assertThat(later.status()).isEqualTo(415);
        assertThat(total(api, "whole-form")).isZero();

        var lenient = upload(api, "whole-form", Map.of("Prefer", "handling=lenient"), good, text());

        assertThat(lenient.status()).isEqualTo(415);
        assertThat(lenient.headers().firstValue("Preference-Applied")).hasValue("handling=lenient");
        assertThat(total(api, "whole-form")).isEqualTo(1);
        var both = upload(api, "whole-form", Map.of(), good, Requests.uniqueImage());
        assertThat(both.expect(200).json().path("items")).hasSize(2);
    }

    /// The copy commands of a client page until a page is empty.
    @Test
    void endsAWalkByCursorWithAnEmptyPage(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "walked");
        for (var i = 0; i < 5; i++) {
            api.upload("walked");
        }

        var pages = new ArrayList<JsonNode>();
        for (var cursor = ""; cursor != null; ) {
            var page = api.get("/sourceimages/walked?limit=2&offset=" + cursor)
                    .expect(200)
                    .json();
            pages.add(page);
            cursor = page.has("cursor") ? page.path("cursor").asText() : null;
        }

        assertThat(pages).hasSize(4);
        assertThat(pages.getLast().path("items")).isEmpty();
        assertThat(pages)
                .allSatisfy(page -> assertThat(page.path("total").asInt()).isEqualTo(5));
    }

    @Test
    void searchesDeletedImagesByTheDayOfTheirDeletion(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "deleted-day");
        var hash = api.upload("deleted-day").path("hash").asText();
        api.upload("deleted-day");
        api.send("DELETE", "/sourceimages/deleted-day/" + hash, "").expect(204);

        assertThat(hashes(api, "/sourceimages/deleted-day?deleted=true&deletedDate=%5B2020-01-01,%7D"))
                .containsExactly(hash);
        assertThat(hashes(api, "/sourceimages/deleted-day?deleted=true&deletedDate=%7B,2020-01-01%5D"))
                .isEmpty();
        assertThat(api.get("/sourceimages/deleted-day?deleted=true&deletedDate=yesterday")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void showsTheFieldsOfOrganizationsAndUsersThatClientsRead(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "account-fields");

        var organization = api.get("/organizations/account-fields").expect(200).json();
        var user = api.get("/user").expect(200).json();

        assertThat(organization.path("limit").has("space")).isTrue();
        assertThat(organization.path("limit").has("traffic")).isTrue();
        assertThat(organization.path("master_organization").isNull()).isTrue();
        assertThat(user.has("last_access")).isTrue();
        assertThat(user.path("last_access").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2]", "[[\"a\"]]", "[null]", "[{\"hash\":\"a\"}]", "[]", "{}"})
    void refusesAListOfCopiesThatAreNotHashes(String body, RunningServer server) throws Exception {
        var name = "copy-list-" + Integer.toHexString(body.hashCode());
        var api = Requests.signUp(server, name);
        api.send("PUT", "/organizations/" + name + "-to", "{}").expect(201);

        var answer = api.send("POST", "/sourceimages/" + name + "/copy", body, "Destination", name + "-to");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.reason()).isEqualTo("malformed-request");
    }

    private static byte[] text() {
        return "this is no image".getBytes(StandardCharsets.UTF_8);
    }

    private static Answer upload(Requests api, String organization, Map<String, String> headers, byte[]... files)
            throws Exception {
        var form = new MultipartForm();
        for (var i = 0; i < files.length; i++) {
            form.file("filedata[" + i + "]", i + ".jpg", Bytes.of(files[i]));
        }
        try (var client = new SluiceClient(new Endpoint(api.base(), new Organization(organization), api.key()))) {
            return client.upload(form, headers);
        }
    }

    private static int total(Requests api, String organization) throws Exception {
        return api.get("/sourceimages/" + organization)
                .expect(200)
                .json()
                .path("total")
                .asInt();
    }

    private static List<String> hashes(Requests api, String path) throws Exception {
        return api.get(path).expect(200).json().path("items").findValuesAsText("hash");
    }
}
