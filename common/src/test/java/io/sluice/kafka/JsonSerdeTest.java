package io.sluice.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import io.sluice.account.Membership;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.OrganizationOptions;
import io.sluice.account.Role;
import io.sluice.account.UserId;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Envelope;
import io.sluice.command.ImageDescription;
import io.sluice.command.Origin;
import io.sluice.command.RegistrationCommand;
import io.sluice.command.Rejection;
import io.sluice.command.Source;
import io.sluice.command.Trail;
import io.sluice.command.UploadCommand;
import io.sluice.command.UploadOptions;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.Optimization;
import io.sluice.image.Organization;
import io.sluice.image.StoredContent;
import io.sluice.image.UserMetadata;
import io.sluice.operation.CommandId;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class JsonSerdeTest {

    @Test
    void readsTheSmallestUploadCommandAndFillsInTheDefaults() {
        var command = read("""
                {"operation":"op-1","organization":"acme","source":{"type":"url","url":"https://example.com/a.jpg"},
                 "something_new":true}
                """);

        assertThat(command)
                .isEqualTo(new UploadCommand(
                        new OperationId("op-1"),
                        Part.ONLY,
                        new Organization("acme"),
                        new Source.Url("https://example.com/a.jpg"),
                        new ImageDescription(null, UserMetadata.NONE, DynamicMetadata.NONE, UploadOptions.NONE),
                        null,
                        1,
                        Origin.UNKNOWN));
    }

    @Test
    void readsOptionsByTheirWireNames() {
        var command = read("""
                {"operation":"op-1","organization":"acme","source":{"type":"inline","bytes":"aGk="},
                 "part":{"index":1,"count":2},
                 "options":{"protected":true,"optimize_source":"jpg"},"user_metadata":{"int:price":5}}
                """);

        assertThat(command.options()).isEqualTo(new UploadOptions(true, UploadOptions.OptimizeSource.JPEG));
        assertThat(command.part()).isEqualTo(new Part(1, 2));
        assertThat(command.source())
                .isInstanceOfSatisfying(
                        Source.Inline.class,
                        inline -> assertThat(inline.bytes().toArray()).isEqualTo("hi".getBytes(UTF_8)));
        assertThat(command.userMetadata().fields().get("int:price")).isEqualTo(IntNode.valueOf(5));
    }

    @Test
    void namesTheInvalidField() {
        assertThatThrownBy(() -> read("{\"operation\":\"op-1\",\"organization\":\"A!\",\"source\":{}}"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("organization")
                .hasMessageContaining("2 to 60 characters");
    }

    @Test
    void namesTheMissingField() {
        assertThatThrownBy(() -> read("{\"operation\":\"op-1\",\"organization\":\"acme\"}"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("needs the field \"source\"");
    }

    @Test
    void refusesAJsonNull() {
        assertThatThrownBy(() -> read("null"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("it is null");
    }

    @Test
    void readsMembersByTheirUserId() {
        var user = UserId.random();
        var account = new OrganizationAccount(
                new Organization("acme"),
                user.value(),
                "Acme",
                "root@example.com",
                Instant.EPOCH,
                Map.of(user, new Membership(new TreeSet<>(Set.of(Role.ADMIN)), "")),
                new CommandId("op-1#0"),
                OrganizationOptions.NONE);
        var serde = Topics.ORGANIZATIONS;

        var bytes = serde.serializer().serialize(serde.name(), account);

        assertThat(serde.deserializer().deserialize(serde.name(), bytes)).isEqualTo(account);
    }

    @Test
    void writesAndReadsACatalogCommand() {
        CatalogCommand command = new RegistrationCommand.Register(
                new Envelope(
                        new OperationId("op-1"),
                        Part.ONLY,
                        new Organization("acme"),
                        Trail.direct(Instant.parse("2026-01-02T03:04:05.006Z")).with("fetch", Duration.ofMillis(7))),
                new BinaryHash("a".repeat(40)),
                "a.png",
                true,
                UserMetadata.NONE,
                DynamicMetadata.NONE,
                new StoredContent(
                        BlobKey.unique(new Organization("acme")),
                        ImageFormat.PNG,
                        10,
                        2,
                        3,
                        true,
                        false,
                        Optimization.converted(ImageFormat.TIFF, "d".repeat(64), List.of("CMYK was converted"))));
        var serde = Topics.CATALOG_COMMANDS;

        var bytes = serde.serializer().serialize(serde.name(), command);

        assertThat(new String(bytes, UTF_8))
                .contains(
                        "\"type\":\"register\"",
                        "\"protected\":true",
                        "\"format\":\"png\"",
                        "\"original_format\":\"tif\"");
        assertThat(serde.deserializer().deserialize(serde.name(), bytes)).isEqualTo(command);
    }

    @Test
    void readsAnImageWithoutTheFieldForKeptOriginals() {
        var image = Topics.SOURCE_IMAGES.deserializer().deserialize("sluice.source-images", """
                {"organization":"acme","hash":"%1$s","short_hash":"aaaaaa","binary_hash":"%1$s",
                 "created":"2026-01-02T03:04:05Z","name":"a.png","format":"png","size":1,"width":1,"height":1,
                 "protected":false,"locked":false,"opaque":true,"animated":false,"user_metadata":{},
                 "dynamic_metadata":{},"blob":"blobs/acme/1","revision":1,"change":"op-1#0"}
                """.formatted(
                        "a".repeat(40))
                .getBytes(UTF_8));

        assertThat(image.optimization()).isNull();
        assertThat(image.change().value()).isEqualTo("op-1#0");
    }

    @Test
    void writesOnlyTheReasonOfAKeptOriginal() throws Exception {
        var kept = Optimization.kept("no merged image");

        var json = Json.MAPPER.writeValueAsString(kept);

        assertThat(Json.MAPPER.readTree(json)).isEqualTo(Json.MAPPER.readTree("""
                        {"notes":["the original was kept: no merged image"],"kept":"no merged image"}"""));
        assertThat(Json.MAPPER.readValue(json, Optimization.class)).isEqualTo(kept);
    }

    @Test
    void strictOptionsAreWrittenOnlyWhenTheyAreSet() throws Exception {
        var strict = new UploadOptions(false, UploadOptions.OptimizeSource.PNG, true, false);

        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsString(strict), UploadOptions.class))
                .isEqualTo(strict);
        assertThat(Json.MAPPER.writeValueAsString(UploadOptions.NONE)).doesNotContain("strict");
    }

    @Test
    void refusesAnOptimizationWithoutAProperDigest() {
        assertThatThrownBy(() -> Optimization.converted(ImageFormat.TIFF, "abc", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"abc\"");
    }

    @Test
    void writesARejectionWithItsCode() throws Exception {
        Rejection reason = new Rejection.UrlTimeout("http://example.com", Duration.ofSeconds(30));

        var json = Json.MAPPER.writerFor(Rejection.class).writeValueAsString(reason);

        assertThat(Json.MAPPER.readTree(json)).isEqualTo(Json.MAPPER.readTree("""
                        {"code":"url-timeout","url":"http://example.com","limit":"PT30S"}"""));
        assertThat(Json.MAPPER.readValue(json, Rejection.class)).isEqualTo(reason);
    }

    private static UploadCommand read(String json) {
        return Topics.UPLOADS.deserializer().deserialize("sluice.uploads", json.getBytes(UTF_8));
    }
}
