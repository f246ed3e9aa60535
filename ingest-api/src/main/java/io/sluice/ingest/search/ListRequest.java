package io.sluice.ingest.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.image.BinaryHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.ingest.wire.Flag;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.json.ImageJson;
import io.sluice.search.Comparison;
import io.sluice.search.Condition;
import io.sluice.search.Fields;
import io.sluice.search.Numbers;
import io.sluice.search.Position;
import io.sluice.search.Sort;
import io.sluice.view.CatalogView;
import io.sluice.view.CatalogView.Listing;
import io.sluice.view.CatalogView.Page;
import io.sluice.view.PageTooLargeException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request for a page of images: the page after `offset` images, up to a maximum offset, or the page after a cursor.
/// Clients send a cursor in the parameter `cursor` or in `offset`.
public final class ListRequest {

    private static final String LIMIT = "limit";
    private static final String OFFSET = "offset";
    private static final String CURSOR = "cursor";
    private static final String DELETED = "deleted";
    private static final Set<String> PAGING = Set.of(LIMIT, OFFSET, CURSOR);

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 2_000;
    private static final int MAX_OFFSET = 10_000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final Listing listing;

    /// The parameters other than those of paging, for links.
    private final Map<String, List<String>> parameters;

    private ListRequest(Listing listing, Map<String, List<String>> parameters) {
        this.listing = listing;
        this.parameters = parameters;
    }

    /// Reads the parameters.
    ///
    /// @throws ProblemException when a parameter is unknown, malformed or out of bounds
    public static ListRequest of(Context context) {
        var search = SearchParameters.search(context, List.of(LIMIT, OFFSET, CURSOR, DELETED));
        var limit = number(LIMIT, context.queryParam(LIMIT), DEFAULT_LIMIT, MAX_LIMIT);
        var cursor = context.queryParam(CURSOR);
        var offset = context.queryParam(OFFSET);
        Position after = null;
        var skipped = 0;
        if (cursor != null && !cursor.isEmpty()) {
            after = position(CURSOR, cursor, search.sort());
        } else if (offset != null
                && !offset.isEmpty()
                && !NUMBER.matcher(offset).matches()) {
            after = position(OFFSET, offset, search.sort());
        } else {
            skipped = number(OFFSET, offset, 0, MAX_OFFSET);
        }
        return new ListRequest(
                new Listing(Flag.ofQuery(context, DELETED), search, limit, skipped, after), context.queryParamMap());
    }

    /// Returns the page in the format of the API: `total`, `items`, `links` to the adjacent pages, the requested
    /// `facets`
    /// and, unless the page is empty, the `cursor` of the images after it.
    ///
    /// @throws ProblemException when the images of the page are too large
    public ObjectNode answer(CatalogView images, Organization organization) {
        var page = page(images, organization);
        var json = ImageJson.list(page.total(), page.items());
        var links = json.putObject("links");
        var end = page.end();
        if (end != null) {
            var cursor = CursorText.of(end, listing.search().sort());
            var next = listing.offset() + page.items().size();
            if (page.hasNext()) {
                links.putObject("next")
                        .put(
                                "href",
                                listing.after() == null && next <= MAX_OFFSET
                                        ? href(organization, OFFSET, Integer.toString(next))
                                        : href(organization, CURSOR, cursor));
            }
            json.put(CURSOR, cursor);
        }
        if (listing.limit() > 0 && listing.offset() > 0) {
            var previous = Math.max(0, listing.offset() - listing.limit());
            links.putObject("prev").put("href", href(organization, OFFSET, Integer.toString(previous)));
        }
        if (!page.facets().isEmpty()) {
            json.set("facets", FacetJson.of(page.facets()));
        }
        return json;
    }

    private Page page(CatalogView images, Organization organization) {
        try {
            var binaryHash = binaryHash();
            if (binaryHash != null) {
                var variants = images.findByBinaryHash(organization, binaryHash);
                if (variants.size() <= listing.limit()) {
                    return all(variants);
                }
            }
            return images.list(organization, listing);
        } catch (PageTooLargeException e) {
            throw new ProblemException(
                    Problem.of(
                            new Rejection.MalformedRequest("The images of this page have too much metadata for limit="
                                    + listing.limit() + "; the largest limit for it is " + e.limit())),
                    e);
        } catch (IllegalArgumentException e) {
            // the parts of a cursor have the form of a position, but not the types of the sorted fields
            throw new ProblemException(Problem.of(new Rejection.MalformedRequest(noCursor(CURSOR))), e);
        }
    }

    /// Returns the binary hash when nothing else is asked for, else null: the view knows the variants of a binary
    /// without
    /// refreshing its index.
    private @Nullable BinaryHash binaryHash() {
        var search = listing.search();
        return listing.offset() == 0
                        && listing.after() == null
                        && !listing.deleted()
                        && search.facets().isEmpty()
                        && search.sort().equals(Sort.DEFAULT)
                        && search.filter() instanceof Condition.Match(var field, Comparison.Equal(var hash))
                        && field.equals(Fields.BINARY_HASH)
                        && hash.length() == 40
                ? new BinaryHash(hash)
                : null;
    }

    private static Page all(List<SourceImage> images) {
        return new Page(
                images.size(),
                images,
                false,
                images.isEmpty()
                        ? null
                        : new Position(List.of(
                                new Position.Numeric(Numbers.of(images.getLast().created())),
                                new Position.Bytes(images.getLast().hash().value()))),
                List.of());
    }

    private String href(Organization organization, String position, String value) {
        var query = new ArrayList<String>();
        query.add(LIMIT + '=' + listing.limit());
        query.add(position + '=' + value);
        parameters.forEach((name, values) -> {
            if (!PAGING.contains(name)) {
                values.forEach(each -> query.add(encoded(name) + '=' + encoded(each)));
            }
        });
        return "/sourceimages/" + organization + '?' + String.join("&", query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static Position position(String name, String text, Sort sort) {
        return CursorText.parse(text, sort)
                .orElseThrow(() -> new ProblemException(new Rejection.MalformedRequest(noCursor(name))));
    }

    private static String noCursor(String name) {
        return "The parameter " + name + " is neither a number nor a cursor of a page with the same sort order";
    }

    private static int number(String name, @Nullable String text, int defaultValue, int max) {
        if (text == null || text.isEmpty()) {
            return defaultValue;
        }
        if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > max) {
            throw new ProblemException(
                    new Rejection.MalformedRequest("The parameter " + name + " must be a whole number from 0 to " + max
                            + (name.equals(OFFSET) ? "; further pages follow the cursor of a page" : "")));
        }
        return Integer.parseInt(text);
    }
}
