package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.Bytes;
import io.sluice.image.Organization;
import io.sluice.kafka.Topics;
import io.sluice.standalone.Main;
import io.sluice.standalone.serve.ChildJvm;
import io.sluice.testsupport.CommandRun;
import io.sluice.testsupport.LoopbackServer;
import io.sluice.testsupport.S3TestServer;
import io.sluice.testsupport.TestBroker;
import io.sluice.testsupport.TopicRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is backed up while clients upload, restored from the backup, and moved to a cluster.
@Order(1)
class BackupE2E {

    private static final Organization ACME = new Organization("acme");
    private static final int UPLOADERS = 3;
    private static final String BUCKET = "moved";

    /// Uploads that were answered.
    private final Queue<Stored> stored = new ConcurrentLinkedQueue<>();

    /// Ids of the messages that the webhook has received.
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();

    private record Stored(String hash, Bytes bytes) {}

    @TempDir
    Path folder;

    @Test
    void restoresAndMovesAllThatWasAcknowledgedBeforeABackup() throws Exception {
        try (var receiver = LoopbackServer.start(exchange -> {
            messages.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        })) {
            var before = backUpUnderTraffic(receiver);
            refusesDamage();
            var restored = folder.resolve("restored");
            assertThat(run(restored, "restore", "--from", backups(), "--backup", before.backup))
                    .contains("every image has its blob");
            assertThat(run(1, restored, "restore", "--from", backups())).contains("is not empty, it has ");
            // neither states nor indexes: the server builds all of them from the topics
            assertThat(names(restored)).containsOnly(".lock", "format", "kafka", "blobs", "token.key");
            findsAll(before, server(restored, Map.of()));
            movesToACluster(restored, before);
        }
    }

    /// What was acknowledged before a backup began.
    private record Before(
            String backup, String key, List<Stored> images, String deleted, String job, Set<String> messages) {}

    private Before backUpUnderTraffic(LoopbackServer receiver) throws Exception {
        try (var server = server(data(), Map.of());
                var client = server.signUp(ACME.name())) {
            var api = new Requests(server.base(), client.endpoint().apiKey());
            api.send(
                            "PUT",
                            "/organizations/acme/options/webhook",
                            "{\"url\":\"" + receiver.url("/hook") + "\",\"secret\":\"the-secret-of-this-test\"}")
                    .expect(201);
            api.as(RunningServer.ROOT_KEY)
                    .send("PUT", "/organizations/acme/limits", "{\"images\":100000}")
                    .expect(200, 204);
            var deleted = api.upload("acme").path("hash").asText();
            api.send("DELETE", "/sourceimages/acme/" + deleted, "").expect(204);
            upload(api);
            BulkJobs.createOrganization(client.endpoint(), "other");
            var job = client.send("POST", client.endpoint().images("/copy-all"), Map.of("Destination", "other"))
                    .expect(202)
                    .json()
                    .path("id")
                    .asText();
            BulkJobs.end(client, job);
            await().atMost(Duration.ofSeconds(30)).until(() -> messages.size() >= 3);

            var stop = new AtomicBoolean();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var uploaders = new ArrayList<Future<?>>();
                for (var i = 0; i < UPLOADERS; i++) {
                    uploaders.add(threads.submit((Callable<?>) () -> {
                        while (!stop.get()) {
                            upload(api);
                        }
                        return null;
                    }));
                }
                await().atMost(Duration.ofSeconds(30)).until(() -> stored.size() >= 40);
                var acknowledged = List.copyOf(stored);
                var received = Set.copyOf(messages);
                var first = run(data(), "backup", backups());
                stop.set(true);
                for (var uploader : uploaders) {
                    uploader.get(1, TimeUnit.MINUTES);
                }
                assertThat(stored).as("uploads during the backup").hasSizeGreaterThan(acknowledged.size());

                var again = run(data(), "backup", backups());

                assertThat(newBlobs(again)).as(again).isLessThan(newBlobs(first));
                return new Before(id(first), api.key(), acknowledged, deleted, job, received);
            }
        }
    }

    private void upload(Requests api) throws IOException, InterruptedException {
        byte[] bytes = Requests.uniqueImage();
        var answer = api.uploadForm("acme", bytes).expect(200);
        var hash = answer.json().path("items").path(0).path("hash").asText();
        stored.add(new Stored(hash, Bytes.of(bytes)));
    }

    /// Damages a copy of the backups.
    private void refusesDamage() throws Exception {
        var damaged = folder.resolve("damaged");
        try (var files = Files.walk(backups())) {
            for (var file : (Iterable<Path>) files::iterator) {
                Files.copy(file, damaged.resolve(backups().relativize(file)));
            }
        }
        Path users;
        try (var files = Files.walk(damaged)) {
            users = files.filter(file -> file.getFileName().toString().startsWith("sluice.users-"))
                    .sorted()
                    .toList()
                    .getLast();
        }
        byte[] bytes = Files.readAllBytes(users);
        bytes[bytes.length / 2] ^= 1;
        Files.write(users, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        var target = folder.resolve("refused");

        var refusal = run(1, target, "restore", "--from", damaged);

        assertThat(refusal)
                .contains("the backup is damaged", users.getFileName().toString());
        assertThat(target).doesNotExist();
    }

    private void findsAll(Before before, RunningServer started) throws Exception {
        try (var server = started) {
            var api = new Requests(server.base(), before.key);
            for (var image : before.images) {
                var found = api.get("/sourceimages/acme/" + image.hash + "/download")
                        .expect(200);
                assertThat(found.body()).as(image.hash).isEqualTo(image.bytes);
            }
            assertThat(total(api, "other")).as("copied images").isPositive();
            api.get("/organizations/acme/options/webhook").expect(200);
            var job = api.get("/jobs/" + before.job).expect(200).json();
            assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("done");
            api.get("/sourceimages/acme/" + before.deleted).expect(404);
            api.send("POST", "/sourceimages/acme/" + before.deleted + "/restore", "")
                    .expect(200);
            api.send("DELETE", "/sourceimages/acme/" + before.deleted, "").expect(204);
            assertThat(api.get("/organizations/acme/usage").expect(200).text()).contains("100000");
            // new changes have higher revisions than restored ones, or lists would not show them
            var total = total(api, "acme");
            api.upload("acme");
            assertThat(total(api, "acme")).as("images after another upload").isEqualTo(total + 1);
            assertThat(outcomes(server))
                    .as("outcomes of each operation")
                    .allSatisfy((operation, outcomes) ->
                            assertThat(outcomes).as(operation).hasSize(1));
            var repeated = new HashSet<String>();
            var seen = new HashSet<String>();
            messages.forEach(message -> {
                if (!seen.add(message) && before.messages.contains(message)) {
                    repeated.add(message);
                }
            });
            assertThat(repeated)
                    .as("messages that were delivered before the backup and again")
                    .isEmpty();
        }
    }

    private static int total(Requests api, String organization) throws IOException, InterruptedException {
        return api.get("/sourceimages/" + organization + "?limit=1")
                .expect(200)
                .json()
                .path("total")
                .asInt();
    }

    /// Returns the different outcomes on the topic by operation.
    private static Map<String, Set<String>> outcomes(RunningServer server) {
        var outcomes = new HashMap<String, Set<String>>();
        for (var outcome : TopicRecords.of(server.kafka(), Topics.OUTCOMES.name())) {
            var type = Pattern.compile("\"type\":\"([a-z-]+)\"").matcher(new String(outcome.value(), UTF_8));
            assertThat(type.find()).isTrue();
            outcomes.computeIfAbsent(outcome.key(), _ -> new HashSet<>()).add(type.group(1));
        }
        return outcomes;
    }

    private void movesToACluster(Path source, Before before) throws Exception {
        try (var broker = TestBroker.start(
                        folder.resolve("broker"), Map.of("group.share.max.record.lock.duration.ms", "1800000"));
                var s3 = S3TestServer.start(folder.resolve("s3"), BUCKET)) {
            var brokers = broker.clients().config().bootstrapServers();
            var bucket = "s3://" + BUCKET + "?endpoint=http://127.0.0.1:" + s3.port();
            var command = new String[] {"migrate", "--to", bucket, "--kafka", brokers, "--data", source.toString()};
            killMigration(broker, command);

            var moved = run(source, (Object[]) command);

            assertThat(moved).contains("all numbers of records compared", "every image has its blob");
            assertThat(run(1, source, (Object[]) command)).contains("was filled by a migration already");
            var settings = new HashMap<>(credentials());
            settings.put("SLUICE_KAFKA_BOOTSTRAP_SERVERS", brokers);
            settings.put("SLUICE_STORE_URI", bucket);
            findsAll(before, server(folder.resolve("moved"), settings));
        }
    }

    /// Starts a migration and kills it once it has published records.
    private void killMigration(TestBroker broker, String... command) throws Exception {
        var process = ChildJvm.of("io.sluice.standalone.Main", List.of("-XX:TieredStopAtLevel=1"), command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("killed.log").toFile());
        process.environment().putAll(credentials());
        var running = process.start();
        try (var admin = broker.clients().admin()) {
            while (running.isAlive() && !admin.listTopics().names().get().contains(Topics.USERS.name())) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
        running.destroyForcibly();

        assertThat(running.waitFor())
                .as(Files.readString(folder.resolve("killed.log")))
                .isEqualTo(137);
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Map<String, String> credentials() {
        return Map.of("SLUICE_S3_ACCESS_KEY", S3TestServer.ACCESS_KEY, "SLUICE_S3_SECRET_KEY", S3TestServer.SECRET_KEY);
    }

    private static RunningServer server(Path data, Map<String, String> settings) throws Exception {
        var all = new HashMap<>(settings);
        all.put("SLUICE_DATA_DIR", data.toString());
        all.put("SLUICE_FETCH_ALLOW_PRIVATE", "true");
        return RunningServer.start(all);
    }

    private static String run(Path data, Object... arguments) {
        return run(0, data, arguments);
    }

    /// Runs a command.
    ///
    /// @return its output and errors
    private static String run(int status, Path data, Object... arguments) {
        var environment = new HashMap<>(credentials());
        environment.put("SLUICE_DATA_DIR", data.toString());
        var run = CommandRun.of(Main.commandLine(environment), arguments);
        assertThat(run.status()).as(run.output() + run.failure()).isEqualTo(status);
        return run.output() + run.failure();
    }

    private static String id(String output) {
        return find("backup ([^:]+):", output);
    }

    private static int newBlobs(String output) {
        return Integer.parseInt(find("([0-9]+) new blobs", output));
    }

    private static String find(String pattern, String text) {
        var matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path backups() {
        return folder.resolve("backups");
    }
}
