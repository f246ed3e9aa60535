package io.sluice.ingest.copy;

import static io.javalin.http.HandlerType.POST;
import static io.sluice.account.Role.Permission.READ;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.sluice.command.CopyCommand;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.command.Slice;
import io.sluice.image.ImageHash;
import io.sluice.image.SourceImage;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.image.ImageLookup;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.json.ImageJson;
import io.sluice.operation.OperationId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;

/// The routes that copy one image or several.
public final class CopyRoutes implements RouteTable {

    /// The method of WebDAV (RFC 4918, section 9.8).
    private static final HandlerType COPY = HandlerType.findOrCreate("COPY");

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Commands commands;
    private final ImageLookup lookup;
    private final Authorizer authorizer;
    private final Clock clock;

    public CopyRoutes(Commands commands, ImageLookup lookup, Authorizer authorizer, Clock clock) {
        this.commands = commands;
        this.lookup = lookup;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                ofOne(COPY, Paths.IMAGE),
                ofOne(POST, Paths.IMAGE + "/copy"),
                Route.member(POST, Paths.IMAGES + "/copy", READ, this::copySome)
                        .summary("Copies up to 100 images")
                        .header("Destination", "the organization to copy to")
                        .header("Overwrite", "F to keep what exists there")
                        .body("Hashes")
                        .answers(200, "CopyAnswer")
                        .answers(202, "Operation")
                        .refuses(404, 412));
    }

    private Route ofOne(HandlerType method, String path) {
        return Route.member(method, path, READ, this::copyOne)
                .summary("Copies an image")
                .header("Destination", "the organization to copy to")
                .header("Overwrite", "F to keep what exists there")
                .answers(201, "CopiedImage")
                .answers(202, "Operation")
                .answers(204)
                .refuses(404, 412);
    }

    /// Handles `COPY /sourceimages/{organization}/{hash}`, and `POST …/{hash}/copy` for clients without that
    /// method.
    private void copyOne(Context context, OrganizationCaller source) throws InterruptedException {
        var target = Target.of(context, source, authorizer);
        var image = lookup.live(context, source);
        commands.copy(
                context, command(source, target, List.of(image)), copied -> answerOne(context, target, image, copied));
    }

    private void answerOne(Context context, Target target, SourceImage image, Outcome.Copied copied) {
        var destination = target.destination();
        if (!copied.failed().isEmpty()) {
            throw new ProblemException(
                    Problem.unavailable("The bytes of the image could not be copied, try again later", RETRY_AFTER));
        }
        if (!copied.notFound().isEmpty()) {
            throw new ProblemException(new Rejection.NotFound(
                    "source image " + image.hash() + " in the organization " + image.organization()));
        }
        if (copied.created().isEmpty() && target.keepExisting()) {
            throw new ProblemException(new Rejection.ImageExists(
                    image.hash().value(), destination.organization().name()));
        }
        context.header("Location", "/sourceimages/" + destination.organization() + '/' + image.hash());
        if (copied.created().isEmpty()) {
            Answer.nothing(context);
            return;
        }
        // absent when the copy has been deleted meanwhile
        var copy = lookup.live(destination, image.hash().value());
        Answer.json(context, 201, copy.map(ImageJson::of).orElseGet(() -> hashOnly(image.hash())));
    }

    /// Handles `POST /sourceimages/{organization}/copy`: copies images given by hash or short hash.
    private void copySome(Context context, OrganizationCaller source) throws InterruptedException {
        var target = Target.of(context, source, authorizer);
        var unknown = new LinkedHashSet<String>();
        var images = new LinkedHashMap<ImageHash, SourceImage>();
        var hashes = hashes(JsonBody.read(context));
        lookup.awaitRevision(context, source);
        for (var asked : hashes) {
            lookup.live(source, asked)
                    .ifPresentOrElse(image -> images.put(image.hash(), image), () -> unknown.add(asked));
        }
        if (images.isEmpty()) {
            throw noneFound(source);
        }
        commands.copy(context, command(source, target, List.copyOf(images.values())), copied -> {
            copied.notFound().forEach(hash -> unknown.add(hash.value()));
            if (copied.created().isEmpty()
                    && copied.existing().isEmpty()
                    && copied.failed().isEmpty()) {
                throw noneFound(source);
            }
            Answer.json(context, 200, json(copied, List.copyOf(unknown)));
        });
    }

    private CopyCommand.Copy command(OrganizationCaller source, Target target, List<SourceImage> images) {
        if (images.stream().anyMatch(SourceImage::isProtected)) {
            Target.requireProtected(source);
        }
        return new CopyCommand.Copy(
                OperationId.random(),
                source.organization(),
                target.destination().organization(),
                images.stream().map(SourceImage::hash).toList(),
                target.keepExisting(),
                images.stream().mapToLong(SourceImage::revision).max().orElse(0),
                clock.instant());
    }

    private static List<String> hashes(JsonNode body) {
        if (!body.isArray() || body.isEmpty() || body.size() > Slice.MAX_IMAGES) {
            throw new ProblemException(new Rejection.MalformedRequest("The body must be a JSON list of 1 to "
                    + Slice.MAX_IMAGES + " hashes" + (body.isArray() ? ", but has " + body.size() : "")));
        }
        var hashes = new ArrayList<String>();
        for (var hash : body) {
            if (!hash.isTextual()) {
                throw new ProblemException(
                        new Rejection.MalformedRequest("The body must be a JSON list of hashes, but contains " + hash));
            }
            hashes.add(hash.textValue());
        }
        return hashes;
    }

    private static ObjectNode json(Outcome.Copied copied, List<String> notFound) {
        var json = JsonNodeFactory.instance.objectNode();
        put(json, "created", copied.created());
        put(json, "existing", copied.existing());
        var missing = json.putArray("notfound");
        notFound.forEach(missing::add);
        if (!copied.failed().isEmpty()) {
            put(json, "failed", copied.failed());
        }
        return json;
    }

    private static void put(ObjectNode json, String field, List<ImageHash> hashes) {
        var array = json.putArray(field);
        hashes.forEach(hash -> array.add(hash.value()));
    }

    private static ObjectNode hashOnly(ImageHash hash) {
        return JsonNodeFactory.instance.objectNode().put("hash", hash.value());
    }

    private static ProblemException noneFound(OrganizationCaller source) {
        return new ProblemException(
                new Rejection.NotFound("any of these source images in the organization " + source.organization()));
    }
}
