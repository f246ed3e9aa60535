package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.image.Organization;
import io.sluice.standalone.client.Answer;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Previews and dry runs, which decode images in child processes of the API.
@ExtendWith(RunningServer.Shared.class)
class PreviewE2E {

    @ParameterizedTest
    @CsvSource({"jpeg, image/jpeg", "png, image/png", "gif, image/jpeg", "tiff, image/jpeg"})
    void showsAPreview(String format, String type, RunningServer server) throws Exception {
        var organization = "preview-" + format;
        var api = Requests.signUp(server, organization);
        var image = api.upload(organization, file(format, format.equals("png")));

        var answer = api.get(image.path("link").asText() + "/preview").expect(200);

        assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
        var preview = ImageIO.read(new ByteArrayInputStream(answer.body().toArray()));
        assertThat(preview.getWidth()).isEqualTo(320);
        assertThat(preview.getHeight()).isEqualTo(160);
        var seen = new Color(preview.getRGB(100, 80));
        assertThat(seen.getRed()).isBetween(190, 210);
        assertThat(seen.getBlue()).isBetween(0, 20);
        assertThat(server.blobs(new Organization(organization))).isEqualTo(1);
    }

    @Test
    void saysThatThereIsNoDecoder(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "preview-svg");
        var svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>";
        var image = api.upload("preview-svg", svg.getBytes(UTF_8));

        var answer = api.get(image.path("link").asText() + "/preview");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.reason()).isEqualTo("no-preview");
        assertThat(answer.message()).contains("svg");
    }

    @Test
    void foretellsAConversion(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "dry-run");
        var tiff = file("tiff", false);

        var dry = dryRun(api, tiff, "optimize_source", "png");
        var refused = dryRun(api, "no image".getBytes(UTF_8));

        assertThat(server.blobs(new Organization("dry-run"))).isZero();
        assertThat(refused.at("/items/0/outcome").asText()).isEqualTo("would_reject");
        assertThat(refused.at("/items/0/reason").asText()).isEqualTo("unsupported-format");
        var foretold = dry.at("/items/0");
        assertThat(foretold.path("outcome").asText()).isEqualTo("would_create");
        assertThat(foretold.path("format").asText()).isEqualTo("tif");
        assertThat(foretold.at("/conversion/outcome").asText()).isEqualTo("would_convert");
        var real = api.upload("dry-run", tiff, "optimize_source", "png");
        assertThat(real.path("hash")).isEqualTo(foretold.path("hash"));
        assertThat(real.path("format")).isEqualTo(foretold.at("/conversion/format"));
        assertThat(real.path("size")).isEqualTo(foretold.at("/conversion/size"));
        assertThat(real.at("/optimization/notes")).isEqualTo(foretold.at("/conversion/notes"));
        assertThat(dryRun(api, tiff).at("/items/0/outcome").asText()).isEqualTo("would_exist");
    }

    private static JsonNode dryRun(Requests api, byte[] file, String... fields) throws Exception {
        Answer answer = api.uploadForm("dry-run?dry_run=true", file, fields);
        return answer.expect(200).json();
    }

    /// A red image, of which the right half is transparent if it `hasAlpha`.
    private static byte[] file(String format, boolean hasAlpha) throws IOException {
        int type = hasAlpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        var image = new BufferedImage(1000, 500, type);
        var graphics = image.createGraphics();
        graphics.setColor(new Color(200, 10, 10));
        graphics.fillRect(0, 0, hasAlpha ? 500 : 1000, 500);
        graphics.dispose();
        // other bytes each time
        image.setRGB(0, 0, UUID.randomUUID().hashCode() | 0xFF000000);
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }
}
