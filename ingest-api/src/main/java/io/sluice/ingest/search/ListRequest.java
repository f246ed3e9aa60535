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
import io.sluice.search.Search;
import io.sluice.search.SearchBusyException;
import io.sluice.search.Sort;
import io.sluice.view.CatalogView;
import io.sluice.view.CatalogView.Listing;
import io.sluice.view.CatalogView.Page;
import io.sluice.view.PageTooLargeException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request for a page of images: the page after `offset` images, up to a maximum offset, or the page after
/// a cursor. Clients send a cursor in the parameter `cursor` or in `offset`.
public final class ListRequest {

    private static final String LIMIT = "limit";
    private static final String OFFSET = "offset";
    private static final String CURSOR = "cursor";
    private static final String DELETED = "deleted";
    private static final Set<String> PAGING = Set.of(LIMIT, OFFSET, CURSOR);

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 2_000;
    private static final int MAX_OFFSET = 10_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
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
        var deleted = Flag.ofQuery(context, DELETED);
        var listing = cursor != null && !cursor.isEmpty()
                ? from(CURSOR, cursor, deleted, search, limit)
                : offset == null || offset.isEmpty() || NUMBER.matcher(offset).matches()
                        ? new Listing(deleted, search, limit, number(OFFSET, offset, 0, MAX_OFFSET), null)
                        : from(OFFSET, offset, deleted, search, limit);
        return new ListRequest(listing, context.queryParamMap());
    }

    private static Listing from(String name, String text, boolean deleted, Search search, int limit) {
        var cursor = CursorText.parse(text, search.sort())
                .orElseThrow(() -> new ProblemException(new Rejection.MalformedRequest(noCursor(name))));
        return new Listing(deleted, search, limit, 0, cursor.position(), cursor.backward());
    }

    public boolean hasFacets() {
        return !listing.search().facets().isEmpty();
    }

    /// Returns the page in the format of the API: `total`, `items`, `links` to the adjacent pages, the
    /// requested `facets` and, unless the page is empty, the `cursor` of the images after it.
    ///
    /// @throws ProblemException when the images of the page are too large, or the search takes too long now
    public ObjectNode answer(CatalogView images, Organization organization) {
        var page = page(images, organization);
        var json = ImageJson.list(page.total(), page.items());
        var links = json.putObject("links");
        next(page).ifPresent(query -> links.putObject("next").put("href", href(organization, query)));
        previous(page).ifPresent(query -> links.putObject("prev").put("href", href(organization, query)));
        var end = page.end();
        if (end != null) {
            json.put(CURSOR, CursorText.after(end, sort()));
        }
        if (!page.facets().isEmpty()) {
            json.set("facets", FacetJson.of(page.facets()));
        }
        return json;
    }

    /// Returns the parameter that leads to the next page, if there is one.
    private Optional<String> next(Page page) {
        var end = page.end();
        if (end == null) {
            // nothing is before the position where this page would end
            return listing.backward() && listing.limit() > 0 ? Optional.of(OFFSET + "=0") : Optional.empty();
        }
        if (listing.backward()) {
            return Optional.of(CURSOR + '=' + CursorText.after(end, sort()));
        }
        if (!page.hasMore()) {
            return Optional.empty();
        }
        var next = listing.offset() + page.items().size();
        return Optional.of(
                listing.from() == null && next <= MAX_OFFSET
                        ? OFFSET + '=' + next
                        : CURSOR + '=' + CursorText.after(end, sort()));
    }

    /// Returns the parameter that leads to the previous page, if there is one.
    private Optional<String> previous(Page page) {
        if (listing.limit() == 0) {
            return Optional.empty();
        }
        if (listing.from() == null && !listing.backward()) {
            return listing.offset() > 0
                    ? Optional.of(OFFSET + '=' + Math.max(0, listing.offset() - listing.limit()))
                    : Optional.empty();
        }
        var begin = page.begin();
        if (begin == null) {
            return listing.backward() ? Optional.empty() : Optional.of(CURSOR + '=' + CursorText.beforeEnd(sort()));
        }
        return listing.backward() && !page.hasMore()
                ? Optional.empty()
                : Optional.of(CURSOR + '=' + CursorText.before(begin, sort()));
    }

    private Sort sort() {
        return listing.search().sort();
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
        } catch (SearchBusyException e) {
            throw new ProblemException(Problem.unavailable(String.valueOf(e.getMessage()), RETRY_AFTER), e);
        } catch (IllegalArgumentException e) {
            // the parts of a cursor have the form of a position, but not the types of the sorted fields
            throw new ProblemException(Problem.of(new Rejection.MalformedRequest(noCursor(CURSOR))), e);
        }
    }

    /// Returns the binary hash when nothing else is asked for, else null: the view knows the variants of a
    /// binary without refreshing its index.
    private @Nullable BinaryHash binaryHash() {
        var search = listing.search();
        return listing.offset() == 0
                        && listing.from() == null
                        && !listing.backward()
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
        return images.isEmpty()
                ? new Page(0, images, false, null, null, List.of())
                : new Page(
                        images.size(),
                        images,
                        false,
                        position(images.getFirst()),
                        position(images.getLast()),
                        List.of());
    }

    private static Position position(SourceImage image) {
        return new Position(List.of(
                new Position.Numeric(Numbers.of(image.created())),
                new Position.Bytes(image.hash().value())));
    }

    private String href(Organization organization, String position) {
        var query = new ArrayList<String>();
        query.add(LIMIT + '=' + listing.limit());
        query.add(position);
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
