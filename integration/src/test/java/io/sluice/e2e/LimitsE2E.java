package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standalone.client.Answer;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Limits that the operator sets, as a client sees them.
@ExtendWith(RunningServer.Shared.class)
class LimitsE2E {

    private static final int ALLOWED = 5;

    @Test
    void concurrentUploadsCreateExactlyAsManyImagesAsAreAllowed(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "limited");
        var root = api.as(RunningServer.ROOT_KEY);
        root.send("PUT", "/organizations/limited/limits", "{\"images\":" + ALLOWED + "}")
                .expect(200);

        var uploads = new ArrayList<Callable<Answer>>();
        for (var i = 0; i < 3 * ALLOWED; i++) {
            uploads.add(() -> api.uploadForm("limited", Requests.uniqueImage()));
        }
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var upload : threads.invokeAll(uploads)) {
                var answer = upload.get();
                statuses.add(answer.status());
                if (answer.status() != 200) {
                    assertThat(answer.json().path("reason").asText()).isEqualTo("quota-images");
                    assertThat(answer.json().path("message").asText()).contains("5 of 5 images");
                }
            }
        }

        assertThat(statuses).containsOnly(200, 403);
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(ALLOWED);
        var usage = api.get("/organizations/limited/usage").expect(200).json();
        assertThat(usage.at("/used/images").asInt()).isEqualTo(ALLOWED);
        assertThat(usage.at("/limits/images").asInt()).isEqualTo(ALLOWED);

        root.send("PUT", "/organizations/limited/limits", "{}").expect(200);
        api.uploadForm("limited", Requests.uniqueImage()).expect(200);
    }
}
