package io.sluice.ingest.image;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static io.sluice.account.Role.Permission.READ;
import static io.sluice.account.Role.Permission.UPLOAD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.image.BinaryHash;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.search.ListRequest;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.Flag;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.ingest.wire.Revision;
import io.sluice.json.ImageJson;
import io.sluice.view.CatalogView;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The routes that read images, lists of images and the existence of binaries.
public final class ImageRoutes implements RouteTable {

    private static final int MAX_HASHES = 1_000;

    /// Maximum concurrent reads of lists: a list and its JSON can take some 50 MB.
    private static final int MAX_READING = 4;

    private static final Duration READING_PATIENCE = Duration.ofSeconds(10);

    /// Maximum concurrent responses with long lists, of some 5 MB each.
    private static final int MAX_SENDING = 16;

    private static final Logger LOG = LoggerFactory.getLogger(ImageRoutes.class);

    private final CatalogView images;
    private final ImageLookup lookup;
    private final Revision revision;
    private final ListGate gate = new ListGate(MAX_READING, MAX_SENDING, READING_PATIENCE);

    public ImageRoutes(CatalogView images, ImageLookup lookup) {
        this.images = images;
        this.lookup = lookup;
        this.revision = new Revision(images);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.member(GET, Paths.IMAGES, READ, this::list)
                        .summary("Lists and searches images; the name of any field is a parameter with a condition")
                        .query("limit", "integer", "images of a page, 0 to 2000, 100 by default")
                        .query("offset", "string", "images before the page, at most 10000, or a cursor")
                        .query("cursor", "string", "selects the page after that which had this cursor")
                        .query("sort", "string", "fields with direction, such as size desc,name")
                        .query("facets", "string", "fields to count")
                        .query("deleted", "boolean", "whether to list the deleted images")
                        .answers(200, "ImageList"),
                Route.member(POST, Paths.IMAGES + "/exists", Set.of(READ, UPLOAD), this::exists)
                        .summary("Says of which binaries there are images")
                        .body("BinaryHashes")
                        .answers(200, "Existence"),
                Route.member(GET, Paths.IMAGE, READ, this::get)
                        .summary("Shows an image")
                        .query("deleted", "boolean", "whether to show a deleted image, too")
                        .answers(200, "SourceImage"));
    }

    /// Handles `GET /sourceimages/{organization}/{hash}`; `deleted=true` includes deleted images.
    private void get(Context context, OrganizationCaller member) throws InterruptedException {
        var image =
                Flag.ofQuery(context, "deleted") ? lookup.liveOrDeleted(context, member) : lookup.live(context, member);
        Answer.json(context, 200, ImageJson.of(image));
    }

    /// Handles `GET /sourceimages/{organization}`: a page of the images that meet the conditions of the
    /// request.
    private void list(Context context, OrganizationCaller member) throws InterruptedException, IOException {
        revision.await(context, member.organization());
        var request = ListRequest.of(context);
        Supplier<ObjectNode> list = () -> request.answer(images, member.organization());
        var body = request.hasFacets()
                ? gate.readWithFacets(member.organization(), list)
                : gate.read(member.organization(), list);
        gate.send(member.organization(), body.length, () -> {
            context.status(200).contentType(Answer.JSON_TYPE);
            context.res().setContentLength(body.length);
            var output = context.res().getOutputStream();
            try {
                output.write(body);
            } catch (IOException e) {
                LOG.atDebug().setCause(e).log("list aborted by the client");
            }
        });
    }

    /// Handles `POST /sourceimages/{organization}/exists`: which of these binaries the organization has.
    private void exists(Context context, OrganizationCaller member) throws InterruptedException {
        revision.await(context, member.organization());
        var asked = binaryHashes(JsonBody.read(context));
        var existing = images.existing(member.organization(), asked);
        var json = JsonNodeFactory.instance.objectNode();
        var there = json.putArray("existing");
        var missing = json.putArray("missing");
        asked.forEach(hash -> (existing.contains(hash) ? there : missing).add(hash.value()));
        Answer.json(context, 200, json);
    }

    private static Set<BinaryHash> binaryHashes(JsonNode body) {
        var list = body.isArray() ? body : body.path("binary_hashes");
        if (!list.isArray() || list.size() > MAX_HASHES) {
            throw new ProblemException(new Rejection.MalformedRequest(
                    "The body must be {\"binary_hashes\":[…]} with at most " + MAX_HASHES + " hashes"));
        }
        var hashes = new LinkedHashSet<BinaryHash>();
        list.forEach(hash -> hashes.add(BinaryHashParameter.parse(hash.asText())));
        return hashes;
    }
}
