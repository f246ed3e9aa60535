package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.account.Role;
import io.sluice.image.BlobKey;
import io.sluice.ingest.ApiFixture.Reply;
import io.sluice.testsupport.Form;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreviewTest {

    private static final String MADE = "sluice_previews_seconds_count";

    private final ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void makesAPreviewOnceAndKeepsItBesideTheBlob() throws Exception {
        var path = upload(form().file("filedata", "a.png", png(800, 500)));
        var blob = api.store.keys().iterator().next();

        var first = api.get(path + "?size=160");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(first.header("Cache-Control")).startsWith("private");
        assertThat(first.header("X-Content-Type-Options")).isEqualTo("nosniff");
        var image = ImageIO.read(new ByteArrayInputStream(first.body()));
        assertThat(image.getWidth()).isEqualTo(160);
        assertThat(image.getHeight()).isEqualTo(100);
        assertThat(api.store.keys())
                .containsExactlyInAnyOrder(blob, new BlobKey(blob.value().replace("blobs/", "previews/") + "-160"));
        api.store.delete(blob);
        assertThat(api.get(path + "?size=160").body()).isEqualTo(first.body());
        assertThat(api.metric(MADE)).isEqualTo(1);
        var unchanged = api.send(api.request(path + "?size=160").header("If-None-Match", first.header("ETag")));
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.header("ETag")).isEqualTo(first.header("ETag"));
    }

    @Test
    void sharesOneMakingAmongRequestsOfTheSameTime() throws Exception {
        var path = upload(form().file("filedata", "a.png", png(2000, 2000)));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Reply> request = () -> api.get(path);
            var replies =
                    threads.invokeAll(Stream.generate(() -> request).limit(8).toList());
            for (var reply : replies) {
                assertThat(reply.get().status()).isEqualTo(200);
            }
        }

        assertThat(api.metric(MADE)).isEqualTo(1);
    }

    @Test
    void saysWhyThereIsNoPreview() {
        var path = upload(form().file("a.png", "these bytes are no image"));

        var reply = api.get(path);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.reason()).isEqualTo("no-preview");
        assertThat(reply.json().path("message").asText()).isNotEmpty();
        assertThat(reply.header("ETag")).isEmpty();
        assertThat(api.get(path).reason()).isEqualTo("no-preview");
        assertThat(api.metric(MADE)).isEqualTo(1);
    }

    @Test
    void needsTheSamePermissionAsADownload() throws Exception {
        var path = upload(form().file("filedata", "a.png", png(20, 20)).field("options[0]", "{\"protected\":true}"));

        assertThat(as(Role.SOURCE_IMAGES_READ, path).status()).isEqualTo(403);
        assertThat(as(Role.UPLOAD, path).status()).isEqualTo(403);
        assertThat(as(Role.READ, path).status()).isEqualTo(200);
    }

    @Test
    void refusesOtherSizesAndUnknownImages() throws Exception {
        var path = upload(form().file("filedata", "a.png", png(20, 20)));

        for (var size : new String[] {"", "0", "100", "320.0", "many"}) {
            assertThat(api.get(path + "?size=" + size).reason()).as(size).isEqualTo("malformed-request");
        }
        assertThat(api.get("/sourceimages/acme/abcdef0/preview").reason()).isEqualTo("not-found");
    }

    private Reply as(Role role, String path) {
        return api.send(api.request(path).setHeader("Api-Key", api.addMember(role)));
    }

    private String upload(Form form) {
        var reply = api.upload(form);
        assertThat(reply.status()).isEqualTo(200);
        return reply.json().at("/items/0/link").asText() + "/preview";
    }

    private static byte[] png(int width, int height) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}
