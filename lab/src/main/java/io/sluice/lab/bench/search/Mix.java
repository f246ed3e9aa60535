package io.sluice.lab.bench.search;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// The searches that are measured, with random values.
enum Mix {
    NEWEST("the newest images", "limit=100"),
    FORMAT("one format, by size", "format=tif&size=[1000000,}&sort=size desc"),
    LABEL("one label, newest first", "user:label={label}"),
    NUMBER("a range of a number, by it", "user:int:price=[{price},{price}9]&sort=user:int:price"),
    NAME("a prefix of the name, by name", "name=IMG_{number}*&sort=name"),
    WORDS("a word of the name, by width", "name_text={label}&sort=width desc,name"),
    EXPRESSION(
            "an expression",
            "filter=(format:png OR format:tif) AND size:[{price},} AND NOT user:label:{label}&sort=created"),
    EVERYTHING("all images, by a metadata field", "sort=user:str:label,size desc"),
    DEEP("a page far behind", "size=[100000,}&offset=9900"),
    FACETS("three facets", "limit=0&facets=user:array:tags,user:str:label,format"),
    FACETS_OF_FILTER("three facets of one format", "limit=20&format=png&facets=user:array:tags,user:int:price,size"),
    FACET_OF_UNIQUE("a facet of a different value for each image", "limit=0&facets=user:str:sku");

    private static final List<String> LABELS = List.of("mountain", "lake", "city", "forest", "night");

    private final String description;
    private final String template;

    Mix(String description, String template) {
        this.description = description;
        this.template = template;
    }

    boolean hasFacets() {
        return template.contains("facets=");
    }

    /// Returns a query string with random values.
    String query(Random random, int images) {
        var query = template.replace("{label}", LABELS.get(random.nextInt(LABELS.size())))
                .replace("{price}", Integer.toString(random.nextInt(10_000)))
                .replace("{number}", Integer.toString(random.nextInt(Math.max(1, images / 1_000))));
        var encoded = new StringBuilder("?");
        for (var parameter : query.split("&", -1)) {
            var parts = parameter.split("=", 2);
            encoded.append(encoded.length() > 1 ? "&" : "")
                    .append(encode(parts[0]))
                    .append('=')
                    .append(encode(parts[1]));
        }
        return encoded.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return description.toLowerCase(Locale.ROOT);
    }
}
