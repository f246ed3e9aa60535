package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.account.Role;
import io.sluice.kafka.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventTest {

    private static final String EVENTS = "/organizations/acme/events";

    private final ApiFixture api = new ApiFixture(Map.of("SLUICE_SYNC_TIMEOUT", "1s"));
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Stream> streams = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        api.close();
        for (var stream : streams) {
            stream.close();
        }
        client.close();
    }

    @Test
    void sendsWhatChangesAndInWhichState() throws Exception {
        var stream = open();

        api.upload(form().file("a.png", "bytes"));

        await().untilAsserted(() -> {
            var operation = stream.last("operation");
            assertThat(Json.MAPPER.readTree(operation).path("state").asText()).isEqualTo("succeeded");
            assertThat(Json.MAPPER.readTree(stream.last("image")).path("name").asText())
                    .isEqualTo("a.png");
        });
        assertThat(stream.response.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(stream.response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(stream.response.headers().firstValue("X-Accel-Buffering")).contains("no");
    }

    @Test
    void resumesAfterTheLastEvent() throws Exception {
        var before = open();
        await().until(() -> !before.id.isEmpty());
        before.close();
        var missed = api.upload(form().file("a.png", "bytes")).header("Sluice-Operation");

        var after = open("Last-Event-ID", before.id);

        await().untilAsserted(() -> assertThat(after.last("operation")).contains(missed));
        assertThat(after.types()).doesNotContain("reset");
    }

    @Test
    void saysWhenChangesWereMissed() throws Exception {
        for (var unknown : List.of("x", "12345678-1", "-")) {
            var stream = open("Last-Event-ID", unknown);
            await().untilAsserted(() -> assertThat(stream.types()).contains("reset"));
        }
        var stream = open();
        await().until(() -> !stream.id.isEmpty());
        stream.close();
        for (var i = 0; i <= 1_024; i++) {
            api.pipeline.changes.log().imageChanged("acme/" + "%040x".formatted(i));
        }

        var behind = open("Last-Event-ID", stream.id);

        await().untilAsserted(() -> assertThat(behind.types()).contains("reset"));
    }

    @Test
    void keepsProxiesAwake() throws Exception {
        var stream = open();

        await().untilAsserted(() -> assertThat(stream.comments).hasSizeGreaterThanOrEqualTo(2));
        assertThat(stream.types()).isEmpty();
    }

    @Test
    void sendsNothingOfOtherOrganizations() throws Exception {
        var stream = open();
        await().until(() -> !stream.id.isEmpty());

        api.pipeline.changes.log().imageChanged("other/" + "a".repeat(40));
        api.pipeline.changes.log().imageChanged("acme/" + "b".repeat(40));

        await().untilAsserted(() -> assertThat(stream.types()).containsExactly("image"));
        assertThat(stream.last("image")).contains("b".repeat(40), "\"purged\":true");
    }

    @Test
    void endsWithAReasonWhenTheServerStops() throws Exception {
        var stream = open();
        await().until(() -> !stream.id.isEmpty());

        api.stopServer();

        await().untilAsserted(() -> assertThat(stream.last("closed")).contains("stopping"));
    }

    @Test
    void endsWhenTheKeyIsDeleted() throws Exception {
        var key = api.addMember(Role.READ);
        var stream = open(request().setHeader("Api-Key", key));
        await().until(() -> !stream.id.isEmpty());

        api.pipeline.deleteKey(key);

        await().untilAsserted(() -> assertThat(stream.last("closed")).contains("forbidden"));
    }

    @Test
    void isForMembersWhoRead() throws Exception {
        for (var role : Role.values()) {
            var request = request().setHeader("Api-Key", api.addMember(role));
            if (role.allows(Role.Permission.READ)) {
                assertThat(open(request).response.statusCode()).isEqualTo(200);
            } else {
                assertThat(api.send(request).status()).as(role.name()).isEqualTo(403);
            }
        }
    }

    @Test
    void answersHeadWithoutAStream() {
        assertThat(api.send(request().method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void takesNoPlaceOfOtherRequests() throws Exception {
        for (var i = 0; i < 20; i++) {
            open();
        }

        assertThat(api.upload(form().file("a.png", "bytes")).status()).isEqualTo(200);
        assertThat(api.metric("sluice_http_places{kind=\"requests\"}")).isLessThan(5);
    }

    private HttpRequest.Builder request() {
        return api.request(EVENTS);
    }

    private Stream open(String... header) throws Exception {
        var request = request();
        if (header.length > 0) {
            request.setHeader(header[0], header[1]);
        }
        return open(request);
    }

    private Stream open(HttpRequest.Builder request) throws Exception {
        var stream = new Stream(client.send(request.GET().build(), BodyHandlers.ofInputStream()));
        streams.add(stream);
        return stream;
    }

    /// An open stream, read on a thread of its own.
    private static final class Stream {

        private record Event(String type, String data) {}

        private final HttpResponse<InputStream> response;
        private final Queue<Event> events = new ConcurrentLinkedQueue<>();
        private final Queue<String> comments = new ConcurrentLinkedQueue<>();
        private final Thread reader;
        private volatile String id = "";

        Stream(HttpResponse<InputStream> response) {
            this.response = response;
            this.reader = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
                var type = "";
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event: ")) {
                        type = line.substring(7);
                    } else if (line.startsWith("data: ")) {
                        events.add(new Event(type, line.substring(6)));
                    } else if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith(":")) {
                        comments.add(line);
                    }
                }
            } catch (IOException _) {
                // closed by either side
            }
        }

        List<String> types() {
            return events.stream().map(Event::type).toList();
        }

        String last(String type) {
            return events.stream()
                    .filter(event -> event.type().equals(type))
                    .reduce((_, last) -> last)
                    .map(Event::data)
                    .orElse("");
        }

        void close() throws Exception {
            response.body().close();
            reader.join();
        }
    }
}
