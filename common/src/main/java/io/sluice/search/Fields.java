package io.sluice.search;

import static io.sluice.search.SearchException.quoted;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The catalog of fields: those that every image has, and the three families of metadata.
public final class Fields {

    public static final Field HASH = new Field("hash", FieldType.KEYWORD);
    public static final Field SHORT_HASH = new Field("short_hash", FieldType.KEYWORD);
    public static final Field BINARY_HASH = new Field("binaryhash", FieldType.KEYWORD);
    public static final Field MIMETYPE = new Field("mimetype", FieldType.KEYWORD);
    public static final Field FORMAT = new Field("format", FieldType.KEYWORD);
    public static final Field NAME = new Field("name", FieldType.KEYWORD);
    public static final Field NAME_TEXT = new Field("name_text", FieldType.TEXT);
    public static final Field SIZE = new Field("size", FieldType.LONG);
    public static final Field WIDTH = new Field("width", FieldType.LONG);
    public static final Field HEIGHT = new Field("height", FieldType.LONG);
    public static final Field MEGAPIXELS = new Field("megapixels", FieldType.DOUBLE);
    public static final Field ASPECT = new Field("aspect", FieldType.DOUBLE);
    public static final Field CREATED = new Field("created", FieldType.DATE);
    /// When the image was deleted; live images have no value.
    public static final Field DELETED_DATE = new Field("deleteddate", FieldType.DATE);

    public static final Field OPAQUE = new Field("opaque", FieldType.BOOLEAN);
    public static final Field ANIMATED = new Field("animated", FieldType.BOOLEAN);
    public static final Field PROTECTED = new Field("protected", FieldType.BOOLEAN);
    public static final Field LOCKED = new Field("locked", FieldType.BOOLEAN);

    /// The fields of every image, in the order of the documentation.
    public static final List<Field> FIXED = List.of(
            HASH,
            SHORT_HASH,
            BINARY_HASH,
            MIMETYPE,
            FORMAT,
            NAME,
            NAME_TEXT,
            SIZE,
            WIDTH,
            HEIGHT,
            MEGAPIXELS,
            ASPECT,
            CREATED,
            DELETED_DATE,
            OPAQUE,
            ANIMATED,
            PROTECTED,
            LOCKED);

    /// Other spellings that clients use.
    private static final Map<String, Field> ALIASES = Map.of(
            "binaryHash", BINARY_HASH,
            "binary_hash", BINARY_HASH,
            "deletedDate", DELETED_DATE,
            "deleted_date", DELETED_DATE);

    private static final Map<String, FieldType> METADATA_TYPES = metadataTypes();
    private static final Map<String, Field> BY_NAME = byName();

    private static final String ARRAY_OF_TEXTS = ":array_text:";
    private static final Pattern USER_NAME = Pattern.compile("[a-z0-9_]{1,54}");
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z0-9_.-]{1,54}");

    private Fields() {}

    private static Map<String, FieldType> metadataTypes() {
        var types = new LinkedHashMap<String, FieldType>();
        types.put("str", FieldType.KEYWORD);
        types.put("text", FieldType.TEXT);
        types.put("int", FieldType.LONG);
        types.put("double", FieldType.DOUBLE);
        types.put("date", FieldType.DATE);
        types.put("latlon", FieldType.POSITION);
        types.put("array", FieldType.KEYWORD);
        types.put("array_text", FieldType.TEXT);
        return types;
    }

    private static Map<String, Field> byName() {
        var fields = new LinkedHashMap<String, Field>();
        FIXED.forEach(field -> fields.put(field.name(), field));
        fields.putAll(ALIASES);
        return fields;
    }

    /// Returns the field with this name.
    ///
    /// @throws SearchException when there is none; the message names the nearest one
    public static Field parse(String name) {
        return find(name)
                .orElseThrow(() -> new SearchException("There is no field " + quoted(name) + " to search; did you mean "
                        + nearest(name, List.of()) + "?"));
    }

    /// Returns the field with this name, or nothing when the name is neither that of a field of every image
    /// nor begins like metadata.
    ///
    /// @throws SearchException when the name begins like metadata and is malformed
    public static Optional<Field> find(String name) {
        var fixed = BY_NAME.get(name);
        if (fixed != null) {
            return Optional.of(fixed);
        }
        var parts = List.of(name.split(":", -1));
        return switch (parts.getFirst()) {
            case "user" -> parts.size() == 1 ? Optional.empty() : Optional.of(user(name, parts));
            case "dynamic", "static" -> parts.size() == 1 ? Optional.empty() : Optional.of(nested(name, parts));
            default -> Optional.empty();
        };
    }

    private static Field user(String name, List<String> parts) {
        var type = parts.size() == 2 ? "str" : parts.get(1);
        var known = metadataType(name, type);
        var field = parts.getLast();
        if (parts.size() > 3 || !USER_NAME.matcher(field).matches()) {
            throw new SearchException("The field " + quoted(name)
                    + " must be user:{type}:{name}, with a name of 1 to 54 characters of a-z, 0-9 and '_'");
        }
        return new Field("user:" + type + ':' + field, known);
    }

    private static Field nested(String name, List<String> parts) {
        var family = parts.getFirst();
        if (parts.size() != 4 || !USER_NAME.matcher(parts.get(2)).matches() || !isAttribute(parts.get(3))) {
            throw new SearchException("The field " + quoted(name) + " must be " + family
                    + ":{type}:{name}:{attribute}, for example " + family + ":int:subject_area:x");
        }
        return new Field(name, metadataType(name, parts.get(1)));
    }

    private static FieldType metadataType(String name, String type) {
        var known = METADATA_TYPES.get(type);
        if (known == null) {
            throw new SearchException("The field " + quoted(name) + " has the unknown type " + quoted(type)
                    + "; types are " + String.join(", ", METADATA_TYPES.keySet()));
        }
        return known;
    }

    /// Returns whether the values of a field are elements of an array that are searched by words.
    public static boolean isArrayOfTexts(Field field) {
        return field.type() == FieldType.TEXT
                && field.name().startsWith(ARRAY_OF_TEXTS, field.name().indexOf(':'));
    }

    /// Returns whether an attribute of dynamic metadata can be searched.
    public static boolean isAttribute(String name) {
        return ATTRIBUTE.matcher(name).matches();
    }

    /// Returns whether fields with this type, such as `int`, exist in metadata.
    public static boolean isMetadataType(String type) {
        return METADATA_TYPES.containsKey(type);
    }

    /// Returns the field `user:{type}:{name}`.
    public static Field ofUser(String type, String name) {
        return new Field("user:" + type + ':' + name, METADATA_TYPES.getOrDefault(type, FieldType.KEYWORD));
    }

    /// Returns the field `dynamic:{type}:{name}:{attribute}`.
    public static Field ofDynamic(String type, String name, String attribute) {
        return new Field(
                "dynamic:" + type + ':' + name + ':' + attribute, METADATA_TYPES.getOrDefault(type, FieldType.KEYWORD));
    }

    /// Returns the known name that is most similar to `name`: a field, or one of `others`.
    public static String nearest(String name, List<String> others) {
        var candidates = new ArrayList<>(others);
        BY_NAME.keySet().forEach(candidates::add);
        candidates.add("user:" + METADATA_TYPES.keySet().stream().collect(joining("|", "{", "}")) + ":{name}");
        var asked = name.toLowerCase(Locale.ROOT);
        if (asked.startsWith("user")) {
            return candidates.getLast();
        }
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(asked, candidate.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }

    /// The number of characters to insert, delete or replace (Levenshtein). Only the beginning of long names
    /// counts.
    private static int distance(String one, String other) {
        var from = one.substring(0, Math.min(one.length(), 40));
        var row = new int[other.length() + 1];
        for (var j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (var i = 1; i <= from.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j < row.length; j++) {
                var replace = diagonal + (from.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    /// Returns all names of fields that every image has, with their aliases.
    public static Stream<String> names() {
        return BY_NAME.keySet().stream();
    }
}
