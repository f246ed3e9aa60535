package io.sluice.ingest.change;

import static io.javalin.http.HandlerType.PUT;
import static io.sluice.account.Role.Permission.CHANGE;
import static io.sluice.account.Role.Permission.LOCK;

import io.javalin.http.Context;
import io.sluice.account.Role.Permission;
import io.sluice.command.EditCommand;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.image.ImageLookup;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.quota.Quotas;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.Flag;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.json.ImageJson;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.util.List;

/// The routes that change the protection, the lock and the name of an image.
public final class OptionRoutes implements RouteTable {

    private final Commands commands;
    private final ImageLookup lookup;
    private final Quotas quotas;

    public OptionRoutes(Commands commands, ImageLookup lookup, Quotas quotas) {
        this.commands = commands;
        this.lookup = lookup;
        this.quotas = quotas;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.member(PUT, Paths.IMAGE + "/options/protected", CHANGE, this::protect)
                        .summary("Protects an image or ends its protection, which results in another image")
                        .query("deletePrevious", "boolean", "whether to delete the former image")
                        .body("Flag")
                        .answers(201, "SourceImage")
                        .answers(202, "Operation")
                        .answers(204)
                        .refuses(423),
                Route.member(PUT, Paths.IMAGE + "/options/locked", LOCK, this::lock)
                        .summary("Locks or unlocks an image")
                        .body("Flag")
                        .answers(200, "SourceImage")
                        .answers(202, "Operation"),
                Route.member(PUT, Paths.IMAGE + "/name", CHANGE, this::rename)
                        .summary("Renames an image")
                        .body("Text")
                        .answers(200, "SourceImage")
                        .answers(202, "Operation"));
    }

    /// Handles `PUT /sourceimages/{organization}/{hash}/options/protected`: creates the variant with this
    /// protection, which has another hash. Removing the protection requires the permission to download
    /// protected originals, because the variant has the same bytes.
    private void protect(Context context, OrganizationCaller member) throws InterruptedException {
        var protect = Flag.ofBody(context, "protected");
        if (!protect && !member.allows(Permission.DOWNLOAD_PROTECTED)) {
            throw new ProblemException(
                    new Rejection.Forbidden("Your role does not allow to take the protection of an original away"));
        }
        var command = new EditCommand.Protect(
                new Envelope(OperationId.random(), Part.ONLY, member.organization(), commands.trail()),
                protect,
                lookup.hashOfLive(context, member),
                Flag.ofQuery(context, "deletePrevious"));
        if (!command.deletePrevious()) {
            quotas.admitImage(member.organization());
        }
        commands.decide(context, command, Outcome.Changed.class, changed -> Variant.answer(context, changed));
    }

    /// Handles `PUT /sourceimages/{organization}/{hash}/options/locked`. The response contains the image,
    /// without its metadata for callers who have the permission to lock and not the one to read.
    private void lock(Context context, OrganizationCaller member) throws InterruptedException {
        var command = new EditCommand.Lock(
                new Envelope(OperationId.random(), Part.ONLY, member.organization(), commands.trail()),
                lookup.hashOfLive(context, member),
                Flag.ofBody(context, "locked"));
        commands.decide(context, command, Outcome.Changed.class, changed -> {
            var image = member.allows(Permission.READ)
                    ? changed.image()
                    : changed.image().withoutMetadata();
            Answer.json(context, 200, ImageJson.of(image));
        });
    }

    /// Handles `PUT /sourceimages/{organization}/{hash}/name`: the body is the name, as a JSON string.
    private void rename(Context context, OrganizationCaller member) throws InterruptedException {
        var name = JsonBody.read(context);
        if (!name.isTextual() || name.textValue().isBlank()) {
            throw new ProblemException(
                    new Rejection.MalformedRequest("The body must be the new name as a JSON string, and not empty"));
        }
        var command = new EditCommand.Rename(
                new Envelope(OperationId.random(), Part.ONLY, member.organization(), commands.trail()),
                lookup.hashOfLive(context, member),
                name.asText());
        commands.decide(
                context,
                command,
                Outcome.Changed.class,
                changed -> Answer.json(context, 200, ImageJson.of(changed.image())));
    }
}
