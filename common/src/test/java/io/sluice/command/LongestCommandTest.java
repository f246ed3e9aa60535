package io.sluice.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.Optimization;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.StoredContent;
import io.sluice.image.UserMetadata;
import io.sluice.kafka.RecordCopies;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Checks that a command with every field at its maximum, in characters of three bytes, can be read.
class LongestCommandTest {

    private static final String WIDE = "€";
    private static final Organization ACME = new Organization("acme");
    private static final UserMetadata USER_METADATA = userMetadata();
    private static final DynamicMetadata DYNAMIC_METADATA = dynamicMetadata();

    @Test
    void theLongestUploadCommandFitsOnItsTopic() {
        var command = new UploadCommand(
                OperationId.random(),
                new Part(99, 100),
                ACME,
                new Source.Url(WIDE.repeat(Source.Url.MAX_LENGTH)),
                new ImageDescription(
                        WIDE.repeat(SourceImage.MAX_NAME_LENGTH), USER_METADATA, DYNAMIC_METADATA, UploadOptions.NONE),
                Instant.now(),
                10,
                new Origin("f".repeat(64), Door.RETRY, new OperationId("o".repeat(64)), Long.MAX_VALUE));

        assertThat(length(Topics.UPLOADS, command)).isBetween(950 * 1024, RecordCopies.MAX_VALUE_BYTES);
    }

    @Test
    void theLongestRegisterCommandFitsOnItsTopic() {
        var command = new RegistrationCommand.Register(
                new Envelope(
                        OperationId.random(),
                        new Part(99, 100),
                        ACME,
                        new Trail(Instant.now(), 10, Map.of("fetch", Long.MAX_VALUE))),
                new BinaryHash("a".repeat(40)),
                WIDE.repeat(SourceImage.MAX_NAME_LENGTH),
                true,
                USER_METADATA,
                DYNAMIC_METADATA,
                new StoredContent(
                        BlobKey.unique(ACME),
                        ImageFormat.PNG,
                        Long.MAX_VALUE,
                        Integer.MAX_VALUE,
                        Integer.MAX_VALUE,
                        true,
                        true,
                        Optimization.converted(ImageFormat.TIFF, "d".repeat(64), List.of(WIDE.repeat(1_000)))));

        assertThat(length(Topics.CATALOG_COMMANDS, command)).isBetween(950 * 1024, RecordCopies.MAX_VALUE_BYTES);
    }

    private static <V> int length(Topic<V> topic, V value) {
        return topic.serializer().serialize(topic.name(), value).length;
    }

    private static UserMetadata userMetadata() {
        var besidesText = "text\"\"".length();
        var metadata = new UserMetadata(fields(TextNode.valueOf(WIDE.repeat(UserMetadata.MAX_LENGTH - besidesText))));
        assertThat(metadata.length()).isEqualTo(UserMetadata.MAX_LENGTH);
        return metadata;
    }

    private static DynamicMetadata dynamicMetadata() {
        var besidesText = "text{\"a\":\"\"}".length();
        var text = WIDE.repeat(DynamicMetadata.MAX_LENGTH - besidesText);
        var metadata =
                new DynamicMetadata(fields(JsonNodeFactory.instance.objectNode().put("a", text)));
        assertThat(metadata.length()).isEqualTo(DynamicMetadata.MAX_LENGTH);
        return metadata;
    }

    private static SortedMap<String, JsonNode> fields(JsonNode value) {
        var fields = new TreeMap<String, JsonNode>();
        fields.put("text", value);
        return fields;
    }
}
