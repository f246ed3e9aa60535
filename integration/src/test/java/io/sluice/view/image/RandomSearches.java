package io.sluice.view.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.ImageHash;
import io.sluice.image.ImageIdentity;
import io.sluice.image.Lifecycle;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.Stamp;
import io.sluice.image.StoredContent;
import io.sluice.image.UserMetadata;
import io.sluice.kafka.Topics;
import io.sluice.operation.CommandId;
import io.sluice.search.Condition;
import io.sluice.search.Field;
import io.sluice.search.Fields;
import io.sluice.search.Sort;
import io.sluice.search.text.ValueText;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Random images with few different values, so that random searches find some of them, and random searches.
final class RandomSearches {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static final List<String> TEXTS = List.of(
            "",
            "plan",
            "plan.png",
            "Plan Haus.png",
            "PlanHaus2.tif",
            "plan*",
            "100%_plan",
            "Ünïcode – 写真 😀.jpg",
            "ünïcode",
            "[draft] \"x\" (1).png",
            "draft\\1",
            "\uFFFD",
            "mountain",
            "lake",
            "mountain lake",
            "x".repeat(255),
            "x".repeat(256),
            "x".repeat(254) + "😀y",
            "x".repeat(2_000) + "1",
            "x".repeat(2_000) + "2");
    private static final List<String> WHOLE = List.of(
            "0", "1", "-1", "42", "9223372036854775806", "9223372036854775807", "-9223372036854775808", "1".repeat(30));
    private static final List<Double> DECIMAL = List.of(0.0, -0.0, 0.5, -0.5, 1e-300, -1e300, 3.25, 1e18);
    private static final List<String> DATES = List.of(
            "1905-06-30T00:00:00Z",
            "1969-12-31T23:59:59.999999Z",
            "1970-01-01T00:00:00Z",
            "2017-01-01T00:00:00Z",
            "2017-01-01T00:30:00+02:00",
            "2017-01-01T23:59:59.9999999Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z");
    private static final List<String> PLACES =
            List.of("47.38,8.52", "47.37,8.54", "0,0", "-33.9,18.4", "10,179.99", "10,-179.99", "89.9,0", "-0.0,-0.0");
    private static final List<String> FIELDS = List.of(
            "hash",
            "short_hash",
            "binaryhash",
            "mimetype",
            "format",
            "name",
            "name_text",
            "size",
            "width",
            "height",
            "megapixels",
            "aspect",
            "created",
            "deleteddate",
            "opaque",
            "animated",
            "protected",
            "locked",
            "user:label",
            "user:str:n",
            "user:int:n",
            "user:double:n",
            "user:date:d",
            "user:latlon:p",
            "user:array:tags",
            "user:text:t",
            "user:array_text:tags",
            "user:nobody",
            "user:int:nobody",
            "dynamic:int:subject_area:x",
            "dynamic:double:subject_area:y",
            "dynamic:str:version:text",
            "dynamic:text:version:text",
            "static:str:labels:name");

    private final Random random;

    RandomSearches(long seed) {
        random = new Random(seed);
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    int below(int limit) {
        return random.nextInt(limit);
    }

    SourceImage image(Organization organization, int number, long revision) {
        var binaryHash = new BinaryHash(
                String.format(Locale.ROOT, "%08x", number / 2 * 0x9E3779B1).repeat(5));
        var dynamic = oneIn(3) ? DynamicMetadata.NONE : dynamic();
        var hash = ImageHash.of(binaryHash, DynamicMetadata.NONE, number % 2 == 0);
        return read(new SourceImage(
                new ImageIdentity(organization, hash, hash.shortened(6 + number % 3), binaryHash),
                Lifecycle.from(NOON.plusSeconds(random.nextInt(20)).plusNanos(random.nextInt(3) * 1_000L))
                        .withDeleted(oneIn(4) ? NOON.plusSeconds(random.nextInt(50)) : null)
                        .withLocked(oneIn(5)),
                oneIn(2) ? SourceImage.nameOf(oneOf(TEXTS)) : "IMG_" + number + ".jpg",
                number % 2 == 0,
                user(),
                dynamic,
                new StoredContent(
                        new BlobKey("blobs/" + organization + "/" + hash),
                        oneOf(List.of(ImageFormat.values())),
                        1 + random.nextInt(10) * 10_000L,
                        1 + random.nextInt(5) * 1_000,
                        1 + random.nextInt(5) * 1_000,
                        oneIn(2),
                        oneIn(5),
                        null),
                new Stamp(revision, new CommandId("op#" + revision))));
    }

    /// Returns the image as it is read from its topic, where numbers have other types.
    private static SourceImage read(SourceImage image) {
        return Topics.SOURCE_IMAGES
                .deserializer()
                .deserialize("", Topics.SOURCE_IMAGES.serializer().serialize("", image));
    }

    private UserMetadata user() {
        var fields = new TreeMap<String, JsonNode>();
        maybe(fields, "label", JSON.textNode(oneOf(TEXTS)));
        maybe(fields, "str:label", JSON.textNode(oneOf(TEXTS)));
        maybe(fields, "n", oneIn(2) ? JSON.numberNode(7) : JSON.booleanNode(true));
        maybe(fields, "int:n", JSON.numberNode(new BigInteger(oneOf(WHOLE))));
        maybe(fields, "double:n", JSON.numberNode(oneOf(DECIMAL)));
        maybe(fields, "date:d", JSON.textNode(oneOf(DATES)));
        maybe(fields, "latlon:p", JSON.textNode(oneOf(PLACES)));
        maybe(fields, "text:t", JSON.textNode(oneOf(TEXTS)));
        for (var type : List.of("array:tags", "array_text:tags", "tags")) {
            var array = JSON.arrayNode();
            IntStream.range(0, random.nextInt(4)).forEach(_ -> array.add(oneOf(TEXTS)));
            maybe(fields, type, array);
        }
        return new UserMetadata(fields);
    }

    private void maybe(SortedMap<String, JsonNode> fields, String name, JsonNode value) {
        if (oneIn(2)) {
            fields.put(name, value);
        }
    }

    private DynamicMetadata dynamic() {
        var fields = new TreeMap<String, JsonNode>();
        fields.put("subject_area", JSON.objectNode().put("x", random.nextInt(4)).put("y", random.nextInt(3) / 2.0));
        fields.put("version", JSON.objectNode().put("text", oneOf(TEXTS)));
        return new DynamicMetadata(fields);
    }

    Field field() {
        return Fields.parse(oneOf(FIELDS));
    }

    Condition condition(List<SourceImage> images, int depth) {
        var shape = depth == 0 ? 9 : random.nextInt(10);
        return switch (shape) {
            case 0, 1 -> new Condition.And(conditions(images, depth));
            case 2, 3 -> new Condition.Or(conditions(images, depth));
            case 4 -> new Condition.Not(condition(images, depth - 1));
            default -> match(images);
        };
    }

    private List<Condition> conditions(List<SourceImage> images, int depth) {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(_ -> condition(images, depth - 1))
                .toList();
    }

    private Condition match(List<SourceImage> images) {
        var field = field();
        var text = oneIn(12)
                ? "*"
                : switch (field.type()) {
                    case KEYWORD -> keyword(field, oneOf(images));
                    case TEXT ->
                        oneOf(List.of("plan", "Haus 2", "planh*", "unicode 写*", "mountain lake", "PlanHaus*", "x*"));
                    case BOOLEAN -> oneOf(List.of("true", "false"));
                    case LONG -> range(number());
                    case DOUBLE -> range("" + (oneIn(2) ? oneOf(DECIMAL) : random.nextInt(25) + 0.5));
                    case DATE -> range(oneIn(2) ? oneOf(DATES).replaceAll("\\.\\d+", "") : date());
                    case POSITION ->
                        oneOf(List.of(
                                "47.38,8.52",
                                "47.38,8.52,3km",
                                "0,0,1m",
                                "10,180,5km",
                                "-50,-20,50,20",
                                "5,179,15,-179"));
                };
        return new Condition.Match(field, ValueText.parse(field, text));
    }

    private String date() {
        var time = NOON.plusSeconds(random.nextInt(40)).plusNanos(1_000L * random.nextInt(2));
        return oneIn(5) ? time.toString().substring(0, 10) : time.toString();
    }

    private String number() {
        return switch (random.nextInt(3)) {
            case 0 -> oneOf(List.of("0", "1", "-1", "42", "9223372036854775806", "-9223372036854775806"));
            case 1 -> "" + (1 + random.nextInt(10) * 10_000);
            default -> "" + (1 + random.nextInt(5) * 1_000);
        };
    }

    private String keyword(Field field, SourceImage image) {
        var text = switch (field.name()) {
            case "hash" -> image.hash().value();
            case "short_hash" -> image.shortHash().value();
            case "binaryhash" -> image.binaryHash().value();
            case "format" -> image.format().extension();
            case "mimetype" -> image.format().mediaType();
            default -> oneIn(4) ? image.name() : oneOf(TEXTS);
        };
        if (!oneIn(3)) {
            return text.replace("*", "\\*");
        }
        var length = random.nextInt(Math.min(text.length(), 250) + 1);
        if (length > 0 && Character.isHighSurrogate(text.charAt(length - 1))) {
            length--;
        }
        return text.substring(0, length).replace("*", "\\*").replaceFirst("\\\\$", "") + "*";
    }

    private String range(String bound) {
        var other = bound;
        return switch (random.nextInt(6)) {
            case 0 -> "[" + bound + ",}";
            case 1 -> "{" + bound + ",}";
            case 2 -> "{," + bound + "]";
            case 3 -> "{,'" + bound + "'}";
            case 4 -> "[" + bound + "," + other + "]";
            default -> bound;
        };
    }

    Sort sort() {
        var keys = new ArrayList<Sort.Key>();
        for (var i = random.nextInt(4); i > 0; i--) {
            var field = field();
            if (field.type().isSortable()) {
                keys.add(new Sort.Key(field, oneIn(2)));
            }
        }
        return new Sort(keys);
    }

    List<Field> facets() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(_ -> field())
                .filter(field -> field.type().isCountable())
                .distinct()
                .toList();
    }
}
