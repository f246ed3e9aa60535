package io.sluice.standalone.job;

import io.sluice.command.Slice;
import io.sluice.kafka.Json;
import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Copies or deletes images given by hash, with requests of their own rather than as a job.
final class HashWork {

    private final SluiceClient client;
    private final ResultOutput output;

    HashWork(SluiceClient client, ResultOutput output) {
        this.client = client;
        this.output = output;
    }

    /// Copies images, a hundred a request.
    ///
    /// @param headers destination and whether existing images are overwritten
    /// @return the exit status
    int copy(List<String> hashes, Map<String, String> headers) throws IOException, InterruptedException {
        var created = 0;
        var existing = 0;
        var missing = 0;
        var failed = 0;
        for (var from = 0; from < hashes.size(); from += Slice.MAX_IMAGES) {
            var some = hashes.subList(from, Math.min(hashes.size(), from + Slice.MAX_IMAGES));
            var body = some.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
            var answer = client.send("POST", client.endpoint().images("/copy"), headers, body);
            if (answer.status() == 404) {
                missing += some.size();
                continue;
            }
            var json = answer.expect(200).json();
            created += json.path("created").size();
            existing += json.path("existing").size();
            missing += json.path("notfound").size();
            failed += json.path("failed").size();
        }
        output.print(
                Json.MAPPER
                        .createObjectNode()
                        .put("created", created)
                        .put("existing", existing)
                        .put("notfound", missing)
                        .put("failed", failed),
                created + " created, " + existing + " existing, " + missing + " not found, " + failed + " failed");
        return failed == 0 ? 0 : 1;
    }

    /// Deletes images, one a request.
    ///
    /// @return the exit status
    int delete(List<String> hashes) throws IOException, InterruptedException {
        var deleted = 0;
        var missing = 0;
        var locked = 0;
        for (var hash : hashes) {
            var answer = client.send("DELETE", client.endpoint().images("/" + hash), Map.of())
                    .expect(204, 404, 423);
            switch (answer.status()) {
                case 204 -> deleted++;
                case 404 -> missing++;
                default -> locked++;
            }
        }
        output.print(
                Json.MAPPER
                        .createObjectNode()
                        .put("deleted", deleted)
                        .put("notfound", missing)
                        .put("skipped", locked),
                deleted + " deleted, " + missing + " not found, " + locked + " skipped (locked)");
        return 0;
    }
}
