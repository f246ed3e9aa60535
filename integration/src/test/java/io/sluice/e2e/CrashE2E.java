package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.command.Bytes;
import io.sluice.crash.CrashPoint;
import io.sluice.image.Sha1;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.serve.ServeProcess;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a server in the middle of uploads, at the places where that hurts most, and looks after each restart
/// whether everything that was promised is there. `StormE2E` kills at random places.
@Order(2)
class CrashE2E {

    private static final int UPLOADERS = 8;

    /// Exit code of a process that a crash point has halted.
    private static final int HALTED = 137;

    /// The pass of a crash point at which the process is killed: late enough that uploads of all kinds are in
    /// progress, and that those which may have been in progress at the last kill have been tried alone. A record
    /// at which it is killed then is poison.
    private static final int PASS = 150;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final UniqueJpegs images = UniqueJpegs.of(20_000);

    /// The hashes of all bytes that were sent.
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();

    /// The uploads that were answered with 200, until they have been checked.
    private final Queue<Stored> stored = new ConcurrentLinkedQueue<>();

    /// The uploads that were answered with 202, until they have been checked.
    private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path data;

    private record Stored(String hash, Bytes content) {}

    /// @param location address of the operation
    private record Accepted(String location, String binaryHash) {}

    /// Both services are between two writes there: the bytes are identified, or decided, and the rest is not known.
    @Test
    void keepsEveryAcknowledgedUploadAfterKillsInTheMiddle() throws Exception {
        keepsUploads(EnumSet.of(CrashPoint.BEFORE_ACKNOWLEDGE, CrashPoint.DECIDED));
    }

    @Test
    @Tag("long")
    void keepsEveryAcknowledgedUploadAfterAKillAtAnyCrashPoint() throws Exception {
        keepsUploads(EnumSet.range(CrashPoint.BLOB_WRITTEN, CrashPoint.BEFORE_ANSWER));
    }

    private void keepsUploads(Set<CrashPoint> points) throws Exception {
        for (var point : points) {
            dieAt(point);
        }
        try (var server = start(List.of());
                var client = new SluiceClient(server.endpoint())) {
            checkPromises(client);
            checkThatNoImageIsThereTwice(client);
        }
    }

    /// Kills a server at a crash point, possibly during its start or during the check: it processes uploads
    /// of the server before.
    private void dieAt(CrashPoint point) throws Exception {
        try (var server = start(List.of("-Dsluice.crash-point=" + point + '@' + PASS))) {
            checkUntilItDies(server);
            uploadUntilItDies(server);
            assertThat(server.ended(Duration.ZERO)).as("%s was passed", point).isTrue();
        } catch (CommandFailure e) {
            assertThat(e).as("it died of %s", point).hasMessageContaining("ended with " + HALTED);
        }
    }

    private ServeProcess start(List<String> crashPoint) throws IOException {
        var options = new ArrayList<>(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
        options.addAll(crashPoint);
        return ServeProcess.start(data, options, Map.of());
    }

    private void uploadUntilItDies(ServeProcess server) throws Exception {
        try (var client = new SluiceClient(server.endpoint());
                var threads = Executors.newFixedThreadPool(UPLOADERS)) {
            for (var uploader = 0; uploader < UPLOADERS; uploader++) {
                var asynchronously = uploader % 2 == 1;
                threads.execute(() -> upload(client, asynchronously));
            }
            assertThat(server.ended(LIMIT)).as("the server has died").isTrue();
        }
    }

    /// Uploads one image after the other until the server no longer responds.
    private void upload(SluiceClient client, boolean asynchronously) {
        try {
            while (true) {
                var content = Bytes.of(images.next());
                var binaryHash = sha1(content);
                sent.add(binaryHash);
                var answer = client.upload(
                        new MultipartForm().file("filedata[0]", "crash.jpg", content),
                        asynchronously ? Map.of("Prefer", "respond-async") : Map.of());
                if (answer.status() == 200) {
                    stored.add(new Stored(answer.json().at("/items/0/hash").asText(), content));
                } else if (answer.status() == 202) {
                    accepted.add(
                            new Accepted(answer.headers().firstValue("Location").orElseThrow(), binaryHash));
                }
            }
        } catch (IOException _) {
            // it was killed, as expected
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkUntilItDies(ServeProcess server) throws InterruptedException {
        try (var client = new SluiceClient(server.endpoint())) {
            checkPromises(client);
        } catch (IOException _) {
            assertThat(server.ended(LIMIT)).as("the server has died").isTrue();
        }
    }

    /// Checks every acknowledged upload; those that exist are removed from the queues.
    private void checkPromises(SluiceClient client) throws IOException, InterruptedException {
        for (var promise = stored.peek(); promise != null; promise = stored.peek()) {
            assertThat(client.download(promise.hash, Map.of()).expect(200).body())
                    .isEqualTo(promise.content);
            stored.remove();
        }
        for (var promise = accepted.peek(); promise != null; promise = accepted.peek()) {
            var operation = end(client, promise);
            assertThat(operation.path("state").asText()).isEqualTo("succeeded");
            assertThat(operation.at("/items/0/binary_hash").asText()).isEqualTo(promise.binaryHash);
            assertThat(total(client, "?binaryHash=" + promise.binaryHash)).isEqualTo(1);
            accepted.remove();
        }
    }

    /// Returns the operation once it has ended.
    private static JsonNode end(SluiceClient client, Accepted promise) throws IOException, InterruptedException {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            var operation = client.operation(promise.location).expect(200).json();
            if (!"accepted".equals(operation.path("state").asText())) {
                return operation;
            }
            assertThat(System.nanoTime()).as("the end of %s", promise.location).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /// Checks that every upload exists once or, without a response, possibly not at all.
    private void checkThatNoImageIsThereTwice(SluiceClient client) throws IOException, InterruptedException {
        var twice = new ArrayList<String>();
        for (var binaryHash : sent) {
            if (total(client, "?binaryHash=" + binaryHash) > 1) {
                twice.add(binaryHash);
            }
        }
        assertThat(twice).isEmpty();
        assertThat(total(client, "?limit=1")).isPositive().isLessThanOrEqualTo(sent.size());
    }

    private static int total(SluiceClient client, String query) throws IOException, InterruptedException {
        return client.list(query).expect(200).json().path("total").asInt();
    }

    private static String sha1(Bytes content) {
        var digest = Sha1.digest();
        digest.update(content.toArray());
        return Sha1.hex(digest);
    }
}
