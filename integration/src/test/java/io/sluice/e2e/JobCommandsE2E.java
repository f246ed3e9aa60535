package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.Json;
import io.sluice.standalone.Main;
import io.sluice.testsupport.CommandRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `sluice copy-all`, `delete-all` and `job` against a running server.
@ExtendWith(RunningServer.Shared.class)
class JobCommandsE2E {

    @Test
    void copiesAnOrganizationAndPrintsTheResult(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "cli-copy");
        api.send("PUT", "/organizations/cli-copy-to", "{\"billing_email\":\"a@example.com\",\"display_name\":\"To\"}")
                .expect(201);
        api.upload("cli-copy");
        api.upload("cli-copy");

        var first = run(api, "copy-all", "cli-copy", "cli-copy-to");
        var again = run(api, "copy-all", "cli-copy", "cli-copy-to", "--keep-existing");

        assertThat(first.output()).contains("done: 2 created, 0 existing").contains("0 failed of 2");
        assertThat(again.output()).contains("done: 0 created, 2 existing");
        assertThat(first.status()).isZero();
        assertThat(total(api, "cli-copy-to")).isEqualTo(2);
    }

    @Test
    void deletesAnOrganizationOnlyWithConfirmation(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "cli-delete");
        api.upload("cli-delete");

        var unconfirmed = run(api, "delete-all", "cli-delete");
        assertThat(unconfirmed.status()).isEqualTo(2);
        assertThat(unconfirmed.failure()).contains("--yes");
        assertThat(total(api, "cli-delete")).isEqualTo(1);

        var counted = run(api, "delete-all", "cli-delete", "--dry-run", "--json");
        assertThat(counted.output()).isEqualToIgnoringNewLines("{\"dry_run\":true,\"total\":1}");
        assertThat(total(api, "cli-delete")).isEqualTo(1);

        var confirmed = run(api, "delete-all", "cli-delete", "--yes", "--json");
        assertThat(Json.MAPPER.readTree(confirmed.output()).path("deleted").asInt())
                .isEqualTo(1);
        assertThat(total(api, "cli-delete")).isZero();
    }

    @Test
    void watchesAJobThatWasStartedBefore(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "cli-look");
        api.upload("cli-look");
        var id = api.send("POST", "/sourceimages/cli-look/delete-all?confirm=cli-look", "")
                .expect(202)
                .json()
                .path("id")
                .asText();

        var run = run(api, "job", id, "--org", "cli-look");

        assertThat(run.output()).contains("done: 1 deleted");
        assertThat(run.status()).isZero();
    }

    @Test
    void printsTheRefusalOfTheServer(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "cli-refused");

        var nowhere = run(api, "copy-all", "cli-refused", "cli-nowhere");
        assertThat(nowhere.status()).isEqualTo(1);
        assertThat(nowhere.failure()).contains("cli-nowhere");

        var unknown = run(api, "job", UUID.randomUUID().toString(), "--org", "cli-refused", "--cancel");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.failure()).contains("the server refused the request");
    }

    private static int total(Requests api, String organization) throws Exception {
        return api.get("/sourceimages/" + organization + "?limit=0")
                .expect(200)
                .json()
                .path("total")
                .asInt();
    }

    private static CommandRun run(Requests api, String... arguments) {
        var all = new ArrayList<Object>(List.of(arguments));
        all.addAll(List.of("--url", api.base(), "--key", api.key()));
        return CommandRun.of(Main.commandLine(Map.of()), all.toArray());
    }
}
