package io.sluice.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.sluice.kafka.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests the OpenAPI document. After a change of the routes, run it once with `-Dsluice.schemas.write=true` and
/// review the diff of docs/openapi.yaml.
class OpenApiTest {

    private static final Path FILE = Path.of("..", "docs", "openapi.yaml");

    private final ApiFixture api = new ApiFixture();
    private JsonNode document;

    @BeforeEach
    void read() {
        document = api.send(api.stranger("/openapi.json")).json();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void hasEveryRouteWithASummaryAndAnAnswer() {
        var routes = api.get("/").json().path("routes");

        assertThat(routes).hasSizeGreaterThan(50).allSatisfy(route -> {
            var method = route.path("method").asText().toLowerCase(Locale.ROOT).replace("copy", "x-copy");
            var operation =
                    document.path("paths").path(route.path("path").asText()).path(method);
            assertThat(operation.path("summary").asText()).as("%s", route).isNotEmpty();
            assertThat(operation.path("x-access")).as("%s", route).isEqualTo(route.path("access"));
            var successes = new TreeSet<String>();
            operation.path("responses").fieldNames().forEachRemaining(successes::add);
            assertThat(successes.first()).as("%s", route).startsWith("2");
        });
    }

    @Test
    void hasOnlySchemasThatAreUsedAndExamplesThatMatchThem() {
        var components = document.path("components");
        var text = document.toString();

        assertThat(components.path("schemas").properties()).allSatisfy(schema -> {
            assertThat(text).contains("\"#/components/schemas/" + schema.getKey() + '"');
            for (var example : schema.getValue().path("examples")) {
                var root = Json.MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + schema.getKey());
                root.set("components", components);
                var validator = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(root);
                assertThat(validator.validate(example)).as(schema.getKey()).isEmpty();
            }
        });
    }

    @Test
    void isInTheDocumentation() throws Exception {
        var yaml = new YAMLMapper(YAMLFactory.builder()
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                        .build())
                .writeValueAsString(document);
        if (Boolean.getBoolean("sluice.schemas.write")) {
            Files.writeString(FILE, yaml);
        }

        assertThat(FILE).content(UTF_8).isEqualTo(yaml);
    }

    @Test
    void isShownByAPageThatLoadsNothingFromElsewhere() {
        var page = api.send(api.stranger("/console/api"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        var html = new String(page.body(), UTF_8);
        assertThat(html).contains("/console/api.js", "/console/api.css").doesNotContain("http", "<script>", "<style");
        for (var file : new String[] {"/console/api.js", "/console/api.css"}) {
            var reply = api.send(api.stranger(file));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(new String(reply.body(), UTF_8)).doesNotContain("http", "innerHTML", "eval(");
        }
    }
}
