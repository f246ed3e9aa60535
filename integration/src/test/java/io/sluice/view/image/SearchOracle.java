package io.sluice.view.image;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.image.SourceImage;
import io.sluice.search.Comparison;
import io.sluice.search.Condition;
import io.sluice.search.Facet;
import io.sluice.search.Field;
import io.sluice.search.FieldType;
import io.sluice.search.Numbers;
import io.sluice.search.Sort;
import io.sluice.search.Words;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A search in a plain list, without an index, with which the index must agree.
final class SearchOracle {

    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger GREATEST = BigInteger.valueOf(Long.MAX_VALUE);

    private SearchOracle() {}

    static List<SourceImage> find(List<SourceImage> images, Condition filter, Sort sort) {
        return images.stream()
                .filter(image -> meets(image, filter))
                .sorted(order(sort))
                .toList();
    }

    static boolean meets(SourceImage image, Condition condition) {
        return switch (condition) {
            case Condition.And(var all) -> all.stream().allMatch(it -> meets(image, it));
            case Condition.Or(var any) -> any.stream().anyMatch(it -> meets(image, it));
            case Condition.Not(var negated) -> !meets(image, negated);
            case Condition.Match(var field, var test) ->
                values(image, field).stream().anyMatch(value -> passes(value, test));
        };
    }

    private static boolean passes(Object value, Comparison test) {
        return switch (test) {
            case Comparison.Present() -> true;
            case Comparison.Equal(var text) -> value.equals(text);
            case Comparison.StartsWith(var prefix) -> ((String) value).startsWith(prefix);
            case Comparison.Contains(var text, var prefix) -> contains((String) value, Words.runs(text), prefix);
            case Comparison.Between(var from, var to) -> between(value, from, to);
            case Comparison.Near near -> {
                var place = (Place) value;
                yield meters(place, new Place(near.latitude(), near.longitude())) <= near.meters();
            }
            case Comparison.Inside(var south, var west, var north, var east) -> {
                var place = (Place) value;
                var inLongitude = west <= east
                        ? place.longitude >= west && place.longitude <= east
                        : place.longitude >= west || place.longitude <= east;
                yield inLongitude && place.latitude >= south && place.latitude <= north;
            }
        };
    }

    private static boolean contains(String value, List<Words.Run> runs, boolean prefix) {
        var words = Words.indexed(value);
        for (var i = 0; i < runs.size(); i++) {
            var open = prefix && i == runs.size() - 1;
            var parts = runs.get(i).parts();
            var last = parts.size() - 1;
            var byParts = has(words, parts.get(last), open) && words.containsAll(parts.subList(0, last));
            if (!byParts && !has(words, runs.get(i).joined(), open)) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(Set<String> words, String word, boolean prefix) {
        return prefix ? words.stream().anyMatch(it -> it.startsWith(word)) : words.contains(word);
    }

    private static boolean between(Object value, long from, long to) {
        var belowAll = from == Numbers.LEAST;
        var aboveAll = to == Numbers.GREATEST;
        return switch (value) {
            case BigInteger whole ->
                (belowAll || whole.compareTo(BigInteger.valueOf(from)) >= 0)
                        && (aboveAll || whole.compareTo(BigInteger.valueOf(to)) <= 0);
            case Double decimal ->
                (belowAll || decimal >= Numbers.toDouble(from)) && (aboveAll || decimal <= Numbers.toDouble(to));
            case Instant time ->
                (belowAll || !time.isBefore(Numbers.toInstant(from)))
                        && (aboveAll || !time.isAfter(Numbers.toInstant(to)));
            default -> throw new IllegalArgumentException(value + " is no number");
        };
    }

    static Comparator<SourceImage> order(Sort sort) {
        Comparator<SourceImage> order = (_, _) -> 0;
        for (var key : sort.keys()) {
            Comparator<Object> natural = SearchOracle::compare;
            var byKey = key.descending() ? natural.reversed() : natural;
            order = order.thenComparing(image -> least(image, key.field(), byKey), Comparator.nullsLast(byKey));
        }
        return order;
    }

    private static @Nullable Object least(SourceImage image, Field field, Comparator<Object> order) {
        return values(image, field).stream().min(order).orElse(null);
    }

    private static int compare(Object one, Object other) {
        return switch (one) {
            case BigInteger whole -> clamped(whole).compareTo(clamped((BigInteger) other));
            case Double decimal -> decimal.compareTo((Double) other);
            case Instant time -> time.compareTo((Instant) other);
            case Place place ->
                Comparator.comparingDouble(Place::latitude)
                        .thenComparingDouble(Place::longitude)
                        .compare(place, (Place) other);
            case String text ->
                Arrays.compare(
                        beginning(text).codePoints().toArray(),
                        beginning((String) other).codePoints().toArray());
            default -> throw new IllegalArgumentException(one + " has no order");
        };
    }

    private static BigInteger clamped(BigInteger number) {
        return number.max(LEAST).min(GREATEST);
    }

    private static String beginning(String text) {
        if (text.length() <= 255) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(254)) ? 254 : 255);
    }

    static Facet facet(List<SourceImage> images, Field field) {
        var own = List.of("size", "width", "height", "created", "deleteddate", "megapixels", "aspect")
                .contains(field.name());
        Function<Object, Object> shown = value -> switch (value) {
            case String text -> field.type() == FieldType.BOOLEAN ? (Object) Boolean.valueOf(text) : beginning(text);
            case BigInteger number -> clamped(number).longValue();
            default -> value;
        };
        var counts = images.stream()
                .flatMap(image -> values(image, field).stream().map(shown).distinct())
                .collect(groupingBy(Function.identity(), counting()));
        Comparator<Object> natural = SearchOracle::compareShown;
        var values = counts.entrySet().stream()
                .sorted(Map.Entry.<Object, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(natural)))
                .limit(1_000)
                .map(entry -> new Facet.Count(entry.getKey(), entry.getValue()))
                .toList();
        var range = !field.type().isNumeric() || counts.isEmpty()
                ? null
                : new Facet.Range(
                        counts.keySet().stream().min(natural).orElseThrow(),
                        counts.keySet().stream().max(natural).orElseThrow());
        return new Facet(field, own ? List.of() : values, range);
    }

    private static int compareShown(Object one, Object other) {
        return switch (one) {
            case Long number -> number.compareTo((Long) other);
            case Boolean flag -> flag.compareTo((Boolean) other);
            default -> compare(one, other);
        };
    }

    record Place(double latitude, double longitude) {

        static Place of(String text) {
            var parts = text.split(",", -1);
            return new Place(Double.parseDouble(parts[0]) + 0.0, Double.parseDouble(parts[1]) + 0.0);
        }
    }

    private static double meters(Place one, Place other) {
        var a = Math.pow(Math.sin(Math.toRadians(one.latitude - other.latitude) / 2), 2)
                + Math.cos(Math.toRadians(one.latitude))
                        * Math.cos(Math.toRadians(other.latitude))
                        * Math.pow(Math.sin(Math.toRadians(one.longitude - other.longitude) / 2), 2);
        return 2 * 6_371_008.8 * Math.asin(Math.sqrt(a));
    }

    /// Returns the values of an image in a field: texts, whole numbers, decimal numbers, times, positions.
    private static List<Object> values(SourceImage image, Field field) {
        return switch (field.name()) {
            case "hash" -> List.of(image.hash().value());
            case "short_hash" -> List.of(image.shortHash().value());
            case "binaryhash" -> List.of(image.binaryHash().value());
            case "name", "name_text" -> List.of(image.name());
            case "format" -> List.of(image.format().extension());
            case "mimetype" -> List.of(image.format().mediaType());
            case "size" -> List.of(BigInteger.valueOf(image.size()));
            case "width" -> List.of(BigInteger.valueOf(image.width()));
            case "height" -> List.of(BigInteger.valueOf(image.height()));
            case "megapixels" -> List.of((double) image.width() * image.height() / 1e6);
            case "aspect" -> List.of((double) image.width() / image.height());
            case "created" -> List.of(image.created());
            case "deleteddate" -> image.deleted() == null ? List.of() : List.of(image.deleted());
            case "opaque" -> List.of("" + image.opaque());
            case "animated" -> List.of("" + image.animated());
            case "protected" -> List.of("" + image.isProtected());
            case "locked" -> List.of("" + image.locked());
            default -> metadata(image, field);
        };
    }

    private static List<Object> metadata(SourceImage image, Field field) {
        var parts = field.name().split(":", -1);
        var nodes = new ArrayList<JsonNode>();
        if (parts[0].equals("user")) {
            var fields = image.userMetadata().fields();
            Stream.of(parts[1] + ":" + parts[2], parts[1].equals("str") ? parts[2] : "")
                    .filter(name -> fields.containsKey(name))
                    .forEach(name -> nodes.add(fields.get(name)));
        } else {
            var node = image.dynamicMetadata().fields().get(parts[2]);
            if (node != null && node.has(parts[3]) && fits(node.get(parts[3]), field.type())) {
                nodes.add(node.get(parts[3]));
            }
        }
        return nodes.stream()
                .flatMap(node -> node.isArray() ? node.valueStream() : Stream.of(node))
                .map(node -> value(node, field.type()))
                .toList();
    }

    private static boolean fits(JsonNode node, FieldType type) {
        return switch (type) {
            case LONG -> node.isNumber() && node.canConvertToExactIntegral();
            case DOUBLE -> node.isNumber();
            case KEYWORD, TEXT -> node.isTextual();
            default -> false;
        };
    }

    private static Object value(JsonNode node, FieldType type) {
        return switch (type) {
            case LONG -> node.bigIntegerValue();
            case DOUBLE -> node.doubleValue() + 0.0; // no negative zero
            case DATE -> OffsetDateTime.parse(node.textValue()).toInstant().truncatedTo(ChronoUnit.MICROS);
            case POSITION -> Place.of(node.textValue());
            case KEYWORD, TEXT, BOOLEAN -> node.asText();
        };
    }
}
