package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.standalone.Main;
import io.sluice.testsupport.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Searches over HTTP and on the command line, and jobs with conditions.
@ExtendWith(RunningServer.Shared.class)
class SearchE2E {

    @TempDir
    Path folder;

    @Test
    void findsAChangedImageWithTheNextSearch(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "search-fresh");
        var hash = hash(api.upload("search-fresh"));
        api.upload("search-fresh");

        for (var i = 0; i < 10; i++) {
            api.send("PATCH", "/sourceimages/search-fresh/" + hash + "/meta/user", "{\"int:n\":" + i + "}")
                    .expect(204);
            assertThat(hashes(api, "/sourceimages/search-fresh?user:int:n=" + i))
                    .containsExactly(hash);
            assertThat(hashes(api, "/sourceimages/search-fresh?user:int:n=" + (i - 1)))
                    .isEmpty();
        }
        api.send("DELETE", "/sourceimages/search-fresh/" + hash, "").expect(204);
        assertThat(hashes(api, "/sourceimages/search-fresh?user:int:n=9")).isEmpty();
        assertThat(hashes(api, "/sourceimages/search-fresh?user:int:n=9&deleted=true"))
                .containsExactly(hash);
    }

    @Test
    void pagesThroughASortedSearchByLinksAndByCursor(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "search-pages");
        for (var i = 0; i < 7; i++) {
            label(api, "search-pages", hash(api.upload("search-pages")), i % 2 == 0 ? "even" : "odd");
        }
        var path = "/sourceimages/search-pages?user:label=even&sort=size%20desc,hash&limit=3";

        var byLink = new ArrayList<String>();
        for (var next = path; !next.isEmpty(); ) {
            var page = api.get(next).expect(200).json();
            assertThat(page.path("total").asInt()).isEqualTo(4);
            byLink.addAll(page.path("items").findValuesAsText("hash"));
            next = page.at("/links/next/href").asText();
        }
        var byCursor = new ArrayList<String>();
        for (var cursor = ""; cursor != null; ) {
            var page = api.get(path + "&offset=" + cursor).expect(200).json();
            byCursor.addAll(page.path("items").findValuesAsText("hash"));
            cursor = page.has("cursor") ? page.path("cursor").asText() : null;
        }

        assertThat(byLink).hasSize(4).doesNotHaveDuplicates().isEqualTo(byCursor);
    }

    @Test
    void copiesAndDeletesImagesThatMeetAConditionAfterADryRun(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "search-job");
        api.send("PUT", "/organizations/search-job-to", "{\"billing_email\":\"a@example.com\",\"display_name\":\"To\"}")
                .expect(201);
        var chosen = new ArrayList<String>();
        for (var i = 0; i < 5; i++) {
            var hash = hash(api.upload("search-job"));
            label(api, "search-job", hash, i < 3 ? "yes" : "no");
            if (i < 3) {
                chosen.add(hash);
            }
        }

        var dry = run(api, "copy-all", "search-job", "search-job-to", "--where", "user:label=yes", "--dry-run");
        assertThat(dry.output()).contains("3 images");
        assertThat(hashes(api, "/sourceimages/search-job-to")).isEmpty();
        var copied = run(api, "copy-all", "search-job", "search-job-to", "--filter", "user:label:yes");
        assertThat(copied.output()).contains("3 created").contains("0 failed of 3");
        assertThat(hashes(api, "/sourceimages/search-job-to")).containsExactlyInAnyOrderElementsOf(chosen);

        var found = run(api, "search", "search-job", "user:label=yes", "--hashes");
        assertThat(found.output().lines()).containsExactlyInAnyOrderElementsOf(chosen);
        var file = folder.resolve("hashes");
        Files.writeString(file, found.output());
        var byHash = run(api, "delete-all", "search-job", "--hashes", file.toString(), "--yes");
        assertThat(byHash.output()).contains("3 deleted");
        var deleted = run(api, "delete-all", "search-job", "--where", "user:label=no", "--yes");
        assertThat(deleted.output()).contains("done: 2 deleted");
        assertThat(hashes(api, "/sourceimages/search-job")).isEmpty();
    }

    @Test
    void refusesAJobWithAnUnknownCondition(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "search-refused");
        api.upload("search-refused");

        api.send("POST", "/sourceimages/search-refused/delete-all?confirm=search-refused&colour=red", "")
                .expect(400);
        var run = run(api, "search", "search-refused", "colour=red");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.failure()).contains("no parameter \"colour\"");
        assertThat(hashes(api, "/sourceimages/search-refused")).hasSize(1);
    }

    private static void label(Requests api, String organization, String hash, String label) throws Exception {
        api.send("PATCH", "/sourceimages/" + organization + "/" + hash + "/meta/user", "{\"label\":\"" + label + "\"}")
                .expect(204);
    }

    private static List<String> hashes(Requests api, String path) throws IOException, InterruptedException {
        return api.get(path).expect(200).json().path("items").findValuesAsText("hash");
    }

    private static String hash(JsonNode image) {
        return image.path("hash").asText();
    }

    private static CommandRun run(Requests api, String... arguments) {
        var all = new ArrayList<Object>(List.of(arguments));
        all.addAll(List.of("--url", api.base(), "--key", api.key()));
        return CommandRun.of(Main.commandLine(Map.of()), all.toArray());
    }
}
