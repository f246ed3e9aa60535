package io.sluice.lab.bench.fill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.command.Envelope;
import io.sluice.command.RegistrationCommand;
import io.sluice.command.Trail;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.ImageHash;
import io.sluice.image.ImageIdentity;
import io.sluice.image.ImageKey;
import io.sluice.image.Lifecycle;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.Stamp;
import io.sluice.image.StoredContent;
import io.sluice.image.UserMetadata;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.operation.CommandId;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Publishes images whose values follow from their numbers: straight onto their topic, where only the catalog
/// publishes otherwise, or as commands for the catalog. Thread-safe.
public final class CatalogFill {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");
    private static final List<ImageFormat> FORMATS =
            List.of(ImageFormat.JPEG, ImageFormat.JPEG, ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.TIFF);
    private static final List<String> LABELS =
            List.of("mountain", "lake", "city", "forest", "people", "night", "product", "portrait", "food", "sea");

    private final Producer<String, byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /// @param producer of the server's Kafka; stays open
    public CatalogFill(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    /// Publishes an image, past the catalog.
    public void publish(Organization organization, int number) {
        var image = image(organization, number);
        send(Topics.SOURCE_IMAGES, ImageKey.of(image).text(), image);
    }

    /// Publishes the command that registers an image, as the workers do.
    ///
    /// @param blob its bytes, of any length; null for an image whose bytes are never read
    public void register(Organization organization, int number, @Nullable BlobKey blob) {
        var image = image(organization, number);
        send(
                Topics.CATALOG_COMMANDS,
                organization.name(),
                new RegistrationCommand.Register(
                        new Envelope(OperationId.random(), Part.ONLY, organization, Trail.direct(Instant.now())),
                        image.identity().binaryHash(),
                        image.name(),
                        false,
                        image.userMetadata(),
                        DynamicMetadata.NONE,
                        blob == null ? image.content() : image.content().in(blob)));
    }

    private <V> void send(Topic<V> topic, String key, V value) {
        var _ = producer.send(
                new ProducerRecord<>(topic.name(), key, topic.serializer().serialize(topic.name(), value)),
                (_, fault) -> {
                    if (fault != null) {
                        failure.set(fault);
                    }
                });
    }

    /// Waits until everything is on the topic.
    public void complete() {
        producer.flush();
        var fault = failure.get();
        if (fault != null) {
            throw new IllegalStateException("the topic cannot be filled", fault);
        }
    }

    /// Returns the value of the metadata `date:taken`: the higher the number, the earlier.
    public static Instant taken(int number) {
        return FIRST.minusSeconds(number * 60L);
    }

    private static SourceImage image(Organization organization, int number) {
        // a permutation, so that neighbours have nothing in common
        var mixed = number * 0x9E3779B1;
        var binaryHash = new BinaryHash(
                String.format("%08x%08x", mixed, number).repeat(3).substring(0, 40));
        var hash = ImageHash.of(binaryHash, DynamicMetadata.NONE, false);
        return new SourceImage(
                new ImageIdentity(organization, hash, hash.shortened(10), binaryHash),
                Lifecycle.from(FIRST.plusSeconds(number)).withLocked(number % 50 == 0),
                "IMG_" + number + "_" + LABELS.get(Math.floorMod(mixed >> 3, 10)) + ".jpg",
                false,
                metadata(number, mixed),
                DynamicMetadata.NONE,
                new StoredContent(
                        new BlobKey("blobs/" + organization + "/" + new UUID(mixed * 0x9E3779B97F4A7C15L, number)),
                        FORMATS.get(Math.floorMod(mixed >> 5, FORMATS.size())),
                        10_000 + Math.floorMod(mixed >> 2, 5_000_000),
                        1 + Math.floorMod(mixed >> 7, 6_000),
                        1 + Math.floorMod(mixed >> 11, 4_000),
                        number % 3 != 0,
                        false,
                        null),
                new Stamp(number + 1, new CommandId(new UUID(number * 0xD1B54A32D192ED03L, mixed) + "#0")));
    }

    private static UserMetadata metadata(int number, int mixed) {
        var fields = new TreeMap<String, JsonNode>();
        fields.put("str:label", JSON.textNode(LABELS.get(Math.floorMod(mixed >> 13, 10))));
        fields.put("str:sku", JSON.textNode(String.format("sku-%08x", mixed)));
        fields.put("int:price", JSON.numberNode(Math.floorMod(mixed >> 4, 100_000)));
        fields.put(
                "array:tags",
                JSON.arrayNode()
                        .add(LABELS.get(Math.floorMod(mixed >> 17, 10)))
                        .add("campaign-" + Math.floorMod(mixed >> 9, 500)));
        fields.put("date:taken", JSON.textNode(taken(number).toString()));
        return new UserMetadata(fields);
    }
}
