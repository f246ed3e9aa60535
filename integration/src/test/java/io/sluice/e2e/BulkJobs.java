package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.image.Organization;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Common methods of the tests of copies and bulk jobs.
final class BulkJobs {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private BulkJobs() {}

    /// Creates another organization of the same user.
    static void createOrganization(Endpoint endpoint, String name) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(endpoint.route("/organizations/" + name))
                    .header("Api-Key", endpoint.apiKey())
                    .PUT(BodyPublishers.ofString(
                            "{\"billing_email\":\"test@example.com\",\"display_name\":\"" + name + "\"}"))
                    .build();
            var answer = http.send(request, BodyHandlers.ofString(UTF_8));
            if (answer.statusCode() != 201) {
                throw new AssertionError("status " + answer.statusCode() + ": " + answer.body());
            }
        }
    }

    /// Returns a client with the same key for another organization.
    static SluiceClient in(Endpoint endpoint, String organization) {
        return new SluiceClient(new Endpoint(endpoint.base(), new Organization(organization), endpoint.apiKey()));
    }

    static int total(SluiceClient client) throws IOException, InterruptedException {
        return client.list("?limit=1").expect(200).json().path("total").asInt();
    }

    /// Returns the job once it has ended.
    static JsonNode end(SluiceClient client, String id) throws IOException, InterruptedException {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            var answer = client.get(client.endpoint().route("/jobs/" + id));
            if (answer.status() == 200 && answer.json().hasNonNull("finished")) {
                return answer.json();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("job " + id + " does not end: " + answer.text());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
