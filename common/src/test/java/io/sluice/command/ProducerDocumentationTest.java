package io.sluice.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.sluice.image.SourceImage;
import io.sluice.json.RejectionStatus;
import io.sluice.kafka.Json;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checks that the documentation for producers matches the records. After a change of a record, run this once
/// with `-Dsluice.schemas.write=true` and review the diff.
class ProducerDocumentationTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern REJECTION_ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\|");
    private static final Pattern COPY_COMMAND = Pattern.compile("\\{\"type\":\"[a-z-]+\",\"operation\".*\\}");
    private static final Pattern COMMAND = Pattern.compile("(?s)\\{\"operation\".*?\\}\\}");

    @ParameterizedTest
    @CsvSource({
        "upload-command, io.sluice.command.UploadCommand",
        "copy-command, io.sluice.command.CopyCommand",
        "job, io.sluice.command.Job",
        "outcome, io.sluice.command.Outcome",
        "dead-letter, io.sluice.command.DeadLetter",
        "source-image, io.sluice.image.SourceImage"
    })
    void hasTheSchemaOfEveryPublicRecord(String name, Class<?> type) throws Exception {
        var file = DOCS.resolve("schemas").resolve(name + ".json");
        var schema = JsonSchemas.of(type);
        if (Boolean.getBoolean("sluice.schemas.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, schema);
        }

        assertThat(file).content(UTF_8).isEqualTo(schema);
    }

    @Test
    void requiresOnlyFieldsWithoutDefaults() throws Exception {
        var schema = Json.MAPPER.readTree(JsonSchemas.of(UploadCommand.class));

        assertThat(schema.get("required")).hasSize(3);
        assertThat(schema.at("/properties/user_metadata").isObject()).isTrue();
        assertThat(schema.at("/properties/userMetadata").isMissingNode()).isTrue();
        assertThat(schema.toString())
                .contains("\"optimize_source\"", "\"protected\"", "\"contentEncoding\":\"base64\"");
        assertThat(Json.MAPPER
                        .readTree(JsonSchemas.of(SourceImage.class))
                        .at("/properties/hash/pattern")
                        .asText())
                .isEqualTo("^[0-9a-f]{40}$");
    }

    @Test
    void listsEveryRejectionWithItsStatus() throws Exception {
        var documented = new TreeMap<String, Integer>(REJECTION_ROW
                .matcher(commands())
                .results()
                .collect(toMap(row -> row.group(1), row -> Integer.valueOf(row.group(2)))));

        var expected = new TreeMap<String, Integer>();
        for (var type : Rejection.class.getAnnotation(JsonSubTypes.class).value()) {
            expected.put(type.name(), statusOf(type.value()));
        }
        assertThat(documented).isEqualTo(expected);
        assertThat(expected).hasSameSizeAs(Rejection.class.getPermittedSubclasses());
    }

    @Test
    void showsOnlyCommandsThatParse() throws Exception {
        var examples =
                COMMAND.matcher(commands()).results().map(MatchResult::group).toList();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
        for (var example : examples) {
            var json = example.replace("'\"$OPERATION\"'", "op-1")
                    .replace("'\"$ORGANIZATION\"'", "acme")
                    .replace("\"operation\":\"%s\"", "\"operation\":\"op-1\"")
                    .replace("\"organization\":\"%s\"", "\"organization\":\"acme\"");
            var command = Topics.UPLOADS.deserializer().deserialize("sluice.uploads", json.getBytes(UTF_8));
            if (command.source() instanceof Source.Inline(var bytes)) {
                var image = ImageIO.read(new ByteArrayInputStream(bytes.toArray()));
                assertThat(image.getWidth()).isEqualTo(2);
            }
        }
    }

    @Test
    void showsOnlyCopyCommandsThatParse() throws Exception {
        var examples = COPY_COMMAND
                .matcher(commands())
                .results()
                .map(MatchResult::group)
                .toList();

        assertThat(examples)
                .extracting(example -> Topics.COPIES
                        .deserializer()
                        .deserialize("sluice.copies", example.getBytes(UTF_8))
                        .getClass()
                        .getSimpleName())
                .containsExactly("Copy", "CopyAll", "DeleteAll", "Cancel");
    }

    @Test
    void namesEveryPublicTopic() throws Exception {
        var text = commands();

        assertThat(Arrays.asList(
                        Topics.UPLOADS,
                        Topics.COPIES,
                        Topics.JOBS,
                        Topics.OUTCOMES,
                        Topics.DEAD_LETTERS,
                        Topics.SOURCE_IMAGES))
                .extracting(Topic::name)
                .allSatisfy(name -> assertThat(text).contains("`" + name + "`"));
        assertThat(text).contains(Topics.OPERATION_RETENTION.toDays() + " days");
        assertThat(text).contains("524,288");
    }

    private static String commands() throws Exception {
        return Files.readString(DOCS.resolve("commands.md"));
    }

    private static int statusOf(Class<?> type) throws ReflectiveOperationException {
        var constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        var arguments = Arrays.stream(constructor.getParameterTypes())
                .map(parameter -> parameter == String.class
                        ? (Object) "x"
                        : parameter == Duration.class
                                ? Duration.ofSeconds(1)
                                : parameter == long.class ? (Object) 1L : 1)
                .toArray();
        return RejectionStatus.of((Rejection) constructor.newInstance(arguments));
    }
}
