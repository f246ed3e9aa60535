package io.sluice.lab.bench.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import io.sluice.kafka.Topics;
import io.sluice.operation.CommandId;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Publishes images straight onto their topic, where only the catalog publishes otherwise. Thread-safe.
final class CatalogFill {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");
    private static final List<ImageFormat> FORMATS =
            List.of(ImageFormat.JPEG, ImageFormat.JPEG, ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.TIFF);
    private static final List<String> LABELS =
            List.of("mountain", "lake", "city", "forest", "people", "night", "product", "portrait", "food", "sea");

    private final Producer<String, byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    CatalogFill(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    /// Publishes an image; its values follow from `number`.
    void publish(Organization organization, int number) {
        var topic = Topics.SOURCE_IMAGES;
        var image = image(organization, number);
        var _ = producer.send(
                new ProducerRecord<>(
                        topic.name(),
                        ImageKey.of(image).text(),
                        topic.serializer().serialize(topic.name(), image)),
                (_, fault) -> {
                    if (fault != null) {
                        failure.set(fault);
                    }
                });
    }

    /// Waits until everything is on the topic.
    void complete() {
        producer.flush();
        var fault = failure.get();
        if (fault != null) {
            throw new IllegalStateException("the topic cannot be filled", fault);
        }
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
        fields.put("date:taken", JSON.textNode(FIRST.minusSeconds(number * 60L).toString()));
        return new UserMetadata(fields);
    }
}
