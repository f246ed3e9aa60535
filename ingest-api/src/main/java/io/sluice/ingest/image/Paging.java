package io.sluice.ingest.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.ingest.wire.Flag;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.json.ImageJson;
import io.sluice.view.CatalogView;
import io.sluice.view.CatalogView.Cursor;
import io.sluice.view.CatalogView.Listing;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The requested page of a list: the one after `offset` images, up to a maximum offset, or the one after the cursor of
/// another page. Clients send a cursor in the parameter `cursor` or in `offset`.
///
/// @param deleted whether the deleted images are listed, rather than the live ones
/// @param limit   maximum number of images on the page
/// @param offset  number of images before the page
/// @param after   the image before the page; `offset` is 0 then
record Paging(
        boolean deleted, int limit, int offset, @Nullable Cursor after) {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 2_000;
    private static final int MAX_OFFSET = 10_000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /// Reads the parameters.
    /// @throws ProblemException when a parameter is out of bounds
    static Paging of(Context context) {
        var deleted = Flag.ofQuery(context, "deleted");
        var limit = number("limit", context.queryParam("limit"), DEFAULT_LIMIT, MAX_LIMIT);
        var cursor = context.queryParam("cursor");
        var offset = context.queryParam("offset");
        if (cursor != null && !cursor.isEmpty()) {
            return new Paging(deleted, limit, 0, parse("cursor", cursor));
        }
        if (offset != null && !offset.isEmpty() && !NUMBER.matcher(offset).matches()) {
            return new Paging(deleted, limit, 0, parse("offset", offset));
        }
        return new Paging(deleted, limit, number("offset", offset, 0, MAX_OFFSET), null);
    }

    /// Returns the page in the format of the API: `total`, `items`, `links` to the adjacent pages and, unless it is the
    /// last page, the `cursor` of the next one.
    ObjectNode list(CatalogView images, Organization organization) {
        var page = images.list(organization, new Listing(deleted, limit, offset, after));
        var json = ImageJson.list(page.total(), page.items());
        var links = json.putObject("links");
        if (page.hasNext()) {
            var cursor = cursor(page.items().getLast());
            var next = offset + page.items().size(); // not `limit`: large images make a page shorter
            links.putObject("next")
                    .put(
                            "href",
                            href(
                                    organization,
                                    after == null && next <= MAX_OFFSET ? "offset=" + next : "cursor=" + cursor));
            json.put("cursor", cursor);
        }
        if (limit > 0 && offset > 0) {
            links.putObject("prev").put("href", href(organization, "offset=" + Math.max(0, offset - limit)));
        }
        return json;
    }

    private String href(Organization organization, String position) {
        return "/sourceimages/" + organization + "?limit=" + limit + '&' + position + (deleted ? "&deleted=true" : "");
    }

    private static String cursor(SourceImage image) {
        var place = image.created() + " " + image.hash();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(UTF_8));
    }

    private static Cursor parse(String name, String text) {
        try {
            var place = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(" ", 2);
            if (place.length == 2) {
                return new Cursor(Instant.parse(place[0]), new ImageHash(place[1]));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new ProblemException(Problem.of(new Rejection.MalformedRequest(noCursor(name))), e);
        }
        throw new ProblemException(new Rejection.MalformedRequest(noCursor(name)));
    }

    private static String noCursor(String name) {
        return "The parameter " + name + " is neither a number nor a cursor that a page gave";
    }

    private static int number(String name, @Nullable String text, int defaultValue, int max) {
        if (text == null || text.isEmpty()) {
            return defaultValue;
        }
        if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > max) {
            throw new ProblemException(new Rejection.MalformedRequest(
                    "The parameter " + name + " must be a whole number from 0 to " + max));
        }
        return Integer.parseInt(text);
    }
}
