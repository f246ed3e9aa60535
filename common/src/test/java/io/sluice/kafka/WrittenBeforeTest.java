package io.sluice.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.AccountCommand;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Outcome;
import io.sluice.command.RegistrationCommand;
import io.sluice.image.ImageFormat;
import io.sluice.image.SourceImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/// Checks that records on topics and in the index of operations that release 1.0 wrote, before its records
/// were regrouped, are read with the same meaning. The samples in `written-before` were written by that
/// release: every kind of record with all fields, with inverted booleans, and without optional fields. They
/// are never regenerated.
class WrittenBeforeTest {

    /// Topics that the release did not have.
    private static final Set<Topic<?>> NEWER_TOPICS = Set.of(Topics.USAGE, Topics.WEBHOOK_ATTEMPTS);

    static final List<Topic<?>> TOPICS =
            Topics.ALL.stream().filter(topic -> !NEWER_TOPICS.contains(topic)).toList();

    /// Kinds of records that the release did not have.
    private static final Set<Class<?>> NEWER = Set.of(
            AccountCommand.SetLimits.class, Outcome.LimitsChanged.class, RegistrationCommand.CountRejection.class);

    @ParameterizedTest
    @FieldSource("TOPICS")
    void readsAndWritesEveryRecordOfATopicLikeRelease1(Topic<?> topic) throws Exception {
        for (var line : lines(topic.name())) {
            assertUnchanged(topic, line);
        }
    }

    private static <V> void assertUnchanged(Topic<V> topic, String line) throws IOException {
        var read = topic.deserializer().deserialize(topic.name(), line.getBytes(UTF_8));
        var written = topic.serializer().serialize(topic.name(), read);

        assertThat(Json.MAPPER.readTree(written)).isEqualTo(Json.MAPPER.readTree(line));
        assertThat(topic.deserializer().deserialize(topic.name(), written)).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({"rejections, io.sluice.command.Rejection", "operation-index, io.sluice.view.operation.OperationEvent"})
    void readsAndWritesEveryOtherRecordLikeRelease1(String file, Class<?> type) throws Exception {
        for (var line : lines(file)) {
            var read = Json.MAPPER.readValue(line, type);

            assertThat(Json.MAPPER.readTree(Json.MAPPER.writeValueAsString(read)))
                    .isEqualTo(Json.MAPPER.readTree(line));
        }
    }

    @Test
    void readsTheFieldsOfAnImage() throws Exception {
        var image = Json.MAPPER.readValue(lines("sluice.source-images").getFirst(), SourceImage.class);

        assertThat(image.organization().name()).isEqualTo("acme");
        assertThat(image.hash().value()).isEqualTo("ee5aecdb30565e15223d2a0a0ab3e022d68cf7cf");
        assertThat(image.shortHash().value()).isEqualTo("e33ab6c");
        assertThat(image.binaryHash().value()).isEqualTo("e767418f695dd3dc872be456ea96530422bac2f6");
        assertThat(image.created()).isEqualTo("2026-11-28T10:18:43.123Z");
        assertThat(image.deleted()).isEqualTo("2026-11-28T10:18:44.123Z");
        assertThat(image.isProtected()).isTrue();
        assertThat(image.locked()).isFalse();
        assertThat(image.opaque()).isTrue();
        assertThat(image.animated()).isFalse();
        assertThat(image.format()).isEqualTo(ImageFormat.PDF);
        assertThat(List.of(image.size(), (long) image.width(), (long) image.height()))
                .containsExactly(1127L, 1128L, 1129L);
        assertThat(image.blob().value()).isEqualTo("blobs/acme/e0539acf");
        assertThat(image.revision()).isEqualTo(1131);
    }

    @Test
    void hasSamplesOfEveryKindOfCommandAndOutcome() throws Exception {
        assertThat(lines("sluice.catalog-commands").stream()
                        .map(WrittenBeforeTest::type)
                        .distinct())
                .hasSize((int) Arrays.stream(CatalogCommand.class.getPermittedSubclasses())
                        .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
                        .filter(type -> !NEWER.contains(type))
                        .count());
        assertThat(lines("sluice.outcomes").stream()
                        .map(WrittenBeforeTest::type)
                        .distinct())
                .hasSize((int) Arrays.stream(Outcome.class.getPermittedSubclasses())
                        .filter(type -> !NEWER.contains(type))
                        .count());
    }

    private static String type(String line) {
        try {
            return Json.MAPPER.readTree(line).path("type").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(String file) throws IOException {
        try (var in = WrittenBeforeTest.class.getResourceAsStream("/written-before/" + file + ".jsonl")) {
            assertThat(in).as(file).isNotNull();
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }
}
