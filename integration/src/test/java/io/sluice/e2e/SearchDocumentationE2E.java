package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.command.Bytes;
import io.sluice.kafka.Json;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Runs every example of docs/search.md, on the images that the page describes.
@ExtendWith(RunningServer.Shared.class)
class SearchDocumentationE2E {

    private static final Path PAGE = Path.of("..", "docs", "search.md");

    @Test
    void findsTheDocumentedImages(RunningServer server) throws Exception {
        try (var client = server.signUp("search-page")) {
            for (var image : blocks("images")) {
                upload(client, Json.MAPPER.readTree(image));
            }
            var wrong = new SoftAssertions();
            for (var example : blocks("search")) {
                var parts = example.split("→", -1);
                var answer = client.list(query(parts[0])).expect(200);
                wrong.assertThat(answer.json().path("items").findValuesAsText("name"))
                        .as(parts[0])
                        .isEqualTo(Arrays.stream(parts[1].split(","))
                                .map(String::strip)
                                .filter(name -> !name.isEmpty())
                                .toList());
            }
            for (var example : blocks("refused")) {
                wrong.assertThat(client.list(query(example)).status())
                        .as(example)
                        .isEqualTo(400);
            }
            var facets = blocks("facets");
            for (var i = 0; i < facets.size(); i += 2) {
                wrong.assertThat(client.list(query(facets.get(i)))
                                .expect(200)
                                .json()
                                .path("facets"))
                        .as(facets.get(i))
                        .isEqualTo(Json.MAPPER.readTree(facets.get(i + 1)));
            }
            wrong.assertAll();
        }
        assertThat(blocks("search")).hasSizeGreaterThan(40);
    }

    private static void upload(SluiceClient client, JsonNode image) throws IOException, InterruptedException {
        var form = new MultipartForm()
                .file("filedata", image.path("name").asText(), bytes(image))
                .field("meta_user[0]", image.path("user").toString());
        if (image.has("dynamic")) {
            form.field("meta_dynamic[0]", image.path("dynamic").toString());
        }
        client.upload(form).expect(200);
    }

    private static Bytes bytes(JsonNode image) throws IOException {
        var pixels = new BufferedImage(
                image.path("width").asInt(), image.path("height").asInt(), BufferedImage.TYPE_INT_RGB);
        var output = new ByteArrayOutputStream();
        ImageIO.write(pixels, image.path("format").asText(), output);
        return Bytes.of(output.toByteArray());
    }

    private static String query(String example) {
        return Arrays.stream(example.strip().split("&"))
                .map(parameter -> {
                    var equals = parameter.indexOf('=');
                    return URLEncoder.encode(parameter.substring(0, equals), UTF_8)
                            + '='
                            + URLEncoder.encode(parameter.substring(equals + 1).strip(), UTF_8);
                })
                .collect(Collectors.joining("&", "?", ""));
    }

    /// Returns the lines of all blocks of this kind.
    private static List<String> blocks(String kind) throws IOException {
        var lines = new ArrayList<String>();
        var inside = false;
        for (var line : Files.readAllLines(PAGE)) {
            if (line.startsWith("```")) {
                inside = line.equals("```" + kind);
            } else if (inside) {
                lines.add(line);
            }
        }
        return lines;
    }
}
