package io.sluice.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.image.Optimization;
import io.sluice.image.SourceImage;
import java.util.List;
import java.util.Map;

/// The JSON of source images in the REST API: always the full object; empty metadata is omitted.
public final class ImageJson {

    private ImageJson() {}

    public static ObjectNode of(SourceImage image) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("hash", image.hash().value());
        json.put("short_hash", image.shortHash().value());
        json.put("binary_hash", image.binaryHash().value());
        json.put("created", WireTime.format(image.created()));
        json.put("name", image.name());
        json.put("mimetype", image.format().mediaType());
        json.put("format", image.format().extension());
        json.put("size", image.size());
        json.put("width", image.width());
        json.put("height", image.height());
        json.put("organization", image.organization().name());
        json.put("link", "/sourceimages/" + image.organization() + "/" + image.hash());
        json.put("protected", image.isProtected());
        json.put("locked", image.locked());
        json.put("opaque", image.opaque());
        json.put("animated", image.animated());
        if (image.deleted() != null) {
            json.put("deleted", WireTime.format(image.deleted()));
        }
        if (image.optimization() != null) {
            json.set("optimization", optimization(image.optimization()));
        }
        putUnlessEmpty(json, "user_metadata", image.userMetadata().fields());
        putUnlessEmpty(json, "dynamic_metadata", image.dynamicMetadata().fields());
        return json;
    }

    /// Returns a list response: `total` and `items`.
    public static ObjectNode list(long total, List<SourceImage> images) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("total", total);
        var items = json.putArray("items");
        images.forEach(image -> items.add(of(image)));
        return json;
    }

    private static ObjectNode optimization(Optimization optimization) {
        var json = JsonNodeFactory.instance.objectNode();
        if (optimization.kept() != null) {
            json.put("kept", optimization.kept());
        }
        if (optimization.originalFormat() != null) {
            json.put("original_format", optimization.originalFormat().extension());
            json.put("pixel_digest", optimization.pixelDigest());
        }
        var notes = json.putArray("notes");
        optimization.notes().forEach(notes::add);
        return json;
    }

    private static void putUnlessEmpty(ObjectNode json, String field, Map<String, JsonNode> metadata) {
        if (!metadata.isEmpty()) {
            json.putObject(field).setAll(metadata);
        }
    }
}
