package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.Bytes;
import io.sluice.image.Sha1;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.sample.Samples;
import io.sluice.testsupport.UniqueJpegs;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.Shared.class)
class UploadE2E {

    @Test
    void returnsAJpegByteForByte(RunningServer server) throws Exception {
        try (var client = server.signUp("jpeg")) {
            var sample = Samples.jpeg();
            var image = client.upload(form(sample.name(), sample.content()))
                    .expect(200)
                    .json()
                    .path("items")
                    .path(0);

            assertThat(image.path("binary_hash").asText()).isEqualTo(sha1(sample.content()));
            assertThat(image.path("mimetype").asText()).isEqualTo("image/jpeg");
            assertThat(image.path("width").asInt()).isEqualTo(1600);
            assertThat(image.path("height").asInt()).isEqualTo(1067);
            assertThat(image.path("opaque").asBoolean()).isTrue();
            var hash = image.path("hash").asText();
            var download = client.download(hash, Map.of()).expect(200);
            assertThat(download.body()).isEqualTo(sample.content());
            assertThat(download.headers().firstValue("Content-Type")).hasValue("image/jpeg");
            assertThat(download.headers().firstValue("Content-Disposition").orElseThrow())
                    .endsWith("filename=\"holiday.jpg\"");
            var part = client.download(hash, Map.of("Range", "bytes=100-199")).expect(206);
            assertThat(part.body().toArray()).isEqualTo(slice(sample.content(), 100, 200));
            assertThat(client.image(image.path("short_hash").asText())
                            .expect(200)
                            .json())
                    .isEqualTo(image);
        }
    }

    @Test
    void convertsATiffToAPngOfTheSamePixelsOnRequest(RunningServer server) throws Exception {
        try (var client = server.signUp("tiff")) {
            var sample = Samples.tiff();
            var image = client.upload(form(sample.name(), sample.content()).field("optimize_source", "true"))
                    .expect(200)
                    .json()
                    .path("items")
                    .path(0);

            assertThat(image.path("mimetype").asText()).isEqualTo("image/png");
            assertThat(image.path("binary_hash").asText()).isEqualTo(sha1(sample.content()));
            assertThat(image.at("/optimization/original_format").asText()).isEqualTo("tif");
            assertThat(image.at("/optimization/pixel_digest").asText()).hasSize(64);
            var stored = client.download(image.path("hash").asText(), Map.of()).expect(200);
            assertThat(image.path("size").asLong())
                    .isEqualTo(stored.body().size())
                    .isLessThan(sample.content().size());
            var before = ImageIO.read(sample.content().stream()).getRaster();
            var after = ImageIO.read(stored.body().stream()).getRaster();
            assertThat(after.getPixels(0, 0, 1200, 800, (int[]) null))
                    .isEqualTo(before.getPixels(0, 0, 1200, 800, (int[]) null));
        }
    }

    @Test
    void findsAnImageByItsBinaryHashUnderBothSpellings(RunningServer server) throws Exception {
        try (var client = server.signUp("binary-hash")) {
            var png = Samples.png();
            client.upload(form(png.name(), png.content())).expect(200);
            client.upload(form("other.jpg", Samples.jpeg().content())).expect(200);

            for (var spelling : new String[] {"binaryHash", "binaryhash"}) {
                var found = client.list("?" + spelling + "=" + sha1(png.content()))
                        .expect(200)
                        .json();
                assertThat(found.path("total").asInt()).isEqualTo(1);
                assertThat(found.path("items").path(0).path("name").asText()).isEqualTo("sample.png");
            }
        }
    }

    @Test
    void acceptsSeveralFilesAndMetadataInAnyOrder(RunningServer server) throws Exception {
        try (var client = server.signUp("several")) {
            var form = new MultipartForm()
                    .field("meta_user[1]", "{\"int:number\": 2}")
                    .file("filedata[0]", "one.png", Samples.png().content())
                    .file("filedata[1]", "two.gif", Samples.animatedGif().content())
                    .field("meta_dynamic[0][subject_area]", "{\"x\": 10, \"y\": 20}")
                    .field("options[0]", "{\"protected\": true}");
            var answer = client.upload(form).expect(200).json();

            assertThat(answer.path("total").asInt()).isEqualTo(2);
            var one = answer.path("items").path(0);
            var two = answer.path("items").path(1);
            assertThat(one.path("name").asText()).isEqualTo("one.png");
            assertThat(one.path("protected").asBoolean()).isTrue();
            assertThat(one.at("/dynamic_metadata/subject_area/x").asInt()).isEqualTo(10);
            assertThat(two.path("name").asText()).isEqualTo("two.gif");
            assertThat(two.path("animated").asBoolean()).isTrue();
            assertThat(two.at("/user_metadata/int:number").asInt()).isEqualTo(2);
        }
    }

    @Test
    void sixteenClientsWithTheSameBytesGetOneImageAndEqualAnswers(RunningServer server) throws Exception {
        try (var client = server.signUp("sixteen");
                var threads = Executors.newFixedThreadPool(16)) {
            var bytes = Bytes.of(UniqueJpegs.of(20_000).next());
            var together = new CyclicBarrier(16);
            Callable<Answer> upload = () -> {
                together.await();
                return client.upload(form("same.jpg", bytes));
            };
            var answers = threads.invokeAll(
                    IntStream.range(0, 16).mapToObj(_ -> upload).toList());

            for (var answer : answers) {
                assertThat(answer.get().expect(200).json())
                        .isEqualTo(answers.getFirst().get().json());
            }
            assertThat(client.list("").expect(200).json().path("total").asInt()).isEqualTo(1);
            await("the other blobs are purged")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(server.blobs(client.endpoint().organization()))
                                    .isEqualTo(1));
        }
    }

    @Test
    void followsAnAsynchronousUploadToItsEnd(RunningServer server) throws Exception {
        try (var client = server.signUp("asynchronous")) {
            var sample = Samples.png();
            var accepted = client.upload(form(sample.name(), sample.content()), Map.of("Prefer", "respond-async"))
                    .expect(202);

            var location = accepted.headers().firstValue("Location").orElseThrow();
            assertThat(location).startsWith("/operations/");
            await("the operation ends").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                var operation = client.operation(location).expect(200).json();
                assertThat(operation.path("state").asText()).isEqualTo("succeeded");
                assertThat(operation.path("items").path(0).path("binary_hash").asText())
                        .isEqualTo(sha1(sample.content()));
                assertThat(operation.path("attempts").asInt()).isEqualTo(1);
            });
        }
    }

    @Test
    void treatsARepeatedIdempotencyKeyAsTheSameUploadAndRefusesAnotherBody(RunningServer server) throws Exception {
        try (var client = server.signUp("idempotency")) {
            var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
            var form = form("one.jpg", Bytes.of(UniqueJpegs.of(20_000).next()));
            var first = client.upload(form, key).expect(200);

            assertThat(client.upload(form, key).expect(200).json()).isEqualTo(first.json());
            var other = client.upload(
                    form("two.jpg", Bytes.of(UniqueJpegs.of(20_000).next())), key);
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.reason()).isEqualTo("idempotency-conflict");
            assertThat(client.list("").expect(200).json().path("total").asInt()).isEqualTo(1);
        }
    }

    @Test
    void refusesATextFileCalledPngAndLeavesNothingInTheStore(RunningServer server) throws Exception {
        try (var client = server.signUp("text")) {
            var answer = client.upload(form("photo.png", Bytes.of("no image".getBytes(UTF_8))));

            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.reason()).isEqualTo("unsupported-format");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
            // a stored upload shows that the blobs of uploads are counted
            assertThat(client.upload(form("sample.png", Samples.png().content()))
                            .status())
                    .isEqualTo(200);
            await("the blob is purged")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(server.blobs(client.endpoint().organization()))
                                    .isEqualTo(1));
        }
    }

    @Test
    void keepsOrganizationsApart(RunningServer server) throws Exception {
        try (var one = server.signUp("apart-one");
                var two = server.signUp("apart-two")) {
            var sample = Samples.png();
            var hash = hash(one.upload(form(sample.name(), sample.content())));

            assertThat(two.image(hash).status()).isEqualTo(404);
            assertThat(hash(two.upload(form(sample.name(), sample.content())))).isEqualTo(hash);
            var stolen = two.get(one.endpoint().images("/" + hash));
            assertThat(stolen.status()).isEqualTo(403);
        }
    }

    private static MultipartForm form(String name, Bytes content) {
        return new MultipartForm().file("filedata[0]", name, content);
    }

    private static String hash(Answer answer) {
        return answer.expect(200).json().path("items").path(0).path("hash").asText();
    }

    static String sha1(Bytes content) {
        var digest = Sha1.digest();
        digest.update(content.toArray());
        return Sha1.hex(digest);
    }

    private static byte[] slice(Bytes content, int from, int to) {
        return Arrays.copyOfRange(content.toArray(), from, to);
    }
}
