package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.command.Bytes;
import io.sluice.command.Source;
import io.sluice.crash.CrashPoint;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaPublisher;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.standalone.access.BrokerAccess;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.serve.ServeProcess;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.testsupport.UniqueJpegs;
import io.sluice.testsupport.builder.UploadBuilder;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kills a server while it copies, deletes and restores thousands of images; afterwards the counts of the
/// jobs are exact and every byte exists.
@Tag("long")
@Order(Integer.MAX_VALUE)
class CopyCrashE2E {

    /// Ten slices: more than a job has under way at once.
    private static final int IMAGES = 1_000;

    /// Number of images whose bytes are compared, and which are restored one by one.
    private static final int SAMPLE = 100;

    /// The pass of a crash point at which the process dies: some slices are done and some under way.
    private static final int PASS = 5;

    private static final String COPIES = "copies";
    private static final Logger LOG = LoggerFactory.getLogger(CopyCrashE2E.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final JobRequest COPY_1 = new JobRequest("copy-1", "/copy-all", Map.of("Destination", COPIES));
    private static final JobRequest DELETE = new JobRequest("delete", "/delete-all?confirm=" + COPIES, Map.of());
    private static final JobRequest COPY_2 =
            new JobRequest("copy-2", "/copy-all", Map.of("Destination", COPIES, "Overwrite", "F"));

    private final UniqueJpegs images = UniqueJpegs.of(2_000);

    /// The contents of all images, by their binary hashes.
    private final Map<String, Bytes> contents = new HashMap<>();

    @TempDir
    private Path data;

    @Test
    void countsExactlyAfterAKillAtAnyCrashPoint() throws Exception {
        try (var server = start(CrashPoint.TASK_CUT)) {
            fill(server);
            dieAt(CrashPoint.TASK_CUT, server, COPY_1);
        }
        try (var server = start(CrashPoint.COPIED_BEFORE_REGISTER)) {
            dieAt(CrashPoint.COPIED_BEFORE_REGISTER, server, COPY_1);
        } catch (CommandFailure e) {
            assertThatItDiedWhileItStarted(CrashPoint.COPIED_BEFORE_REGISTER, e);
        }
        try (var server = start(null)) {
            var copied = end(server, COPY_1);
            assertThat(copied.path("created").asInt()).as("%s", copied).isEqualTo(IMAGES);
            assertThat(copied.path("existing").asInt() + copied.path("failed").asInt())
                    .isZero();
        }
        try (var server = start(CrashPoint.SLICE_COUNTED)) {
            dieAt(CrashPoint.SLICE_COUNTED, server, DELETE);
        } catch (CommandFailure e) {
            assertThatItDiedWhileItStarted(CrashPoint.SLICE_COUNTED, e);
        }
        try (var server = start(CrashPoint.COPIED_BEFORE_ACKNOWLEDGE)) {
            var deleted = end(server, DELETE);
            assertThat(deleted.path("deleted").asInt()).as("%s", deleted).isEqualTo(IMAGES);
            restoreSome(server);
            dieAt(CrashPoint.COPIED_BEFORE_ACKNOWLEDGE, server, COPY_2);
        }
        try (var server = start(null)) {
            var again = end(server, COPY_2);
            assertThat(again.path("created").asInt()).as("%s", again).isEqualTo(IMAGES - SAMPLE);
            assertThat(again.path("existing").asInt()).isEqualTo(SAMPLE);
            checkThatAllIsThere(server);
        }
    }

    /// @param key idempotency key, which makes every repetition of the request the same job
    private record JobRequest(String key, String route, Map<String, String> headers) {}

    private void fill(ServeProcess server) throws Exception {
        try (var broker = BrokerAccess.open(StandaloneConfig.read(Map.of(), data));
                var producer = new KafkaClients(broker.kafka()).producer("crash-test");
                var client = new SluiceClient(server.endpoint())) {
            BulkJobs.createOrganization(server.endpoint(), COPIES);
            var publisher = new KafkaPublisher(producer);
            var published = new ArrayList<CompletableFuture<Void>>();
            for (var i = 0; i < IMAGES; i++) {
                var content = Bytes.of(images.next());
                contents.put(UploadE2E.sha1(content), content);
                var operation = OperationId.random();
                published.add(publisher.publish(
                        Topics.UPLOADS,
                        operation.value(),
                        UploadBuilder.upload(operation, server.endpoint().organization(), new Source.Inline(content))
                                .build()));
            }
            for (var one : published) {
                one.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
            var end = System.nanoTime() + LIMIT.multipliedBy(2).toNanos();
            while (!hasAllImages(client)) {
                assertThat(System.nanoTime()).as("all images are there").isLessThan(end);
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /// A request that times out on a machine short of CPU is repeated: the deadline of the caller decides.
    private static boolean hasAllImages(SluiceClient client) throws Exception {
        try {
            return BulkJobs.total(client) >= IMAGES;
        } catch (HttpTimeoutException e) {
            LOG.atWarn().setCause(e).log("list request timed out");
            return false;
        }
    }

    /// Requests a job from a server that is killed during the job.
    private static void dieAt(CrashPoint point, ServeProcess server, JobRequest job) throws InterruptedException {
        try {
            end(server, job);
        } catch (IOException _) {
            assertThat(server.ended(LIMIT)).as("the server has died").isTrue();
        }
        assertThat(server.ended(Duration.ZERO)).as("%s was passed", point).isTrue();
    }

    /// The server resumes the previous server's job as soon as it starts.
    private static void assertThatItDiedWhileItStarted(CrashPoint point, CommandFailure failure) {
        assertThat(failure).as("it died of %s", point).hasMessageContaining("ended with 137");
    }

    /// Returns the result of the job, after requesting it again.
    private static JsonNode end(ServeProcess server, JobRequest job) throws IOException, InterruptedException {
        try (var client = client(server, job)) {
            var headers = new HashMap<>(job.headers);
            headers.put("Idempotency-Key", job.key);
            var started = client.send("POST", client.endpoint().images(job.route), headers)
                    .expect(202);
            return BulkJobs.end(client, started.acceptedId());
        }
    }

    private static SluiceClient client(ServeProcess server, JobRequest job) {
        return job.equals(DELETE) ? BulkJobs.in(server.endpoint(), COPIES) : new SluiceClient(server.endpoint());
    }

    private static void restoreSome(ServeProcess server) throws Exception {
        try (var copies = BulkJobs.in(server.endpoint(), COPIES)) {
            assertThat(BulkJobs.total(copies)).isZero();
            var deleted = new ArrayList<String>();
            copies.list("?deleted=true&limit=" + SAMPLE)
                    .expect(200)
                    .json()
                    .path("items")
                    .forEach(image -> deleted.add(image.path("hash").asText()));
            for (var hash : deleted) {
                copies.send("POST", copies.endpoint().images("/" + hash + "/restore"), Map.of())
                        .expect(200);
            }
        }
    }

    private void checkThatAllIsThere(ServeProcess server) throws Exception {
        try (var copies = BulkJobs.in(server.endpoint(), COPIES);
                var source = new SluiceClient(server.endpoint())) {
            assertThat(BulkJobs.total(copies)).isEqualTo(IMAGES);
            assertThat(BulkJobs.total(source)).isEqualTo(IMAGES);
            for (var image : copies.list("?limit=" + SAMPLE).expect(200).json().path("items")) {
                assertThat(copies.download(image.path("hash").asText(), Map.of())
                                .expect(200)
                                .body())
                        .isEqualTo(contents.get(image.path("binary_hash").asText()));
            }
        }
    }

    private ServeProcess start(@Nullable CrashPoint point) throws IOException {
        var options = new ArrayList<>(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
        if (point != null) {
            options.add("-Dsluice.crash-point=" + point + '@' + PASS);
        }
        return ServeProcess.start(data, options, Map.of());
    }
}
