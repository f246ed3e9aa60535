package io.sluice.ingest.change;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.POST;
import static io.sluice.account.Role.Permission.CHANGE;

import io.javalin.http.Context;
import io.sluice.account.Role.Permission;
import io.sluice.command.CatalogCommand;
import io.sluice.command.DeletionCommand;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.image.BinaryHashParameter;
import io.sluice.ingest.image.ImageLookup;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.quota.Quotas;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.json.ImageJson;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.util.List;

/// The routes that delete and restore images.
public final class DeletionRoutes implements RouteTable {

    private final Commands commands;
    private final ImageLookup lookup;
    private final Quotas quotas;

    public DeletionRoutes(Commands commands, ImageLookup lookup, Quotas quotas) {
        this.commands = commands;
        this.lookup = lookup;
        this.quotas = quotas;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.member(DELETE, Paths.IMAGES, CHANGE, this::deleteBinary)
                        .summary("Deletes all images of a binary")
                        .query("binaryHash", "string", "SHA-1 of the bytes as received")
                        .answers(202, "Operation")
                        .answers(204)
                        .refuses(404, 423),
                Route.member(DELETE, Paths.IMAGE, CHANGE, this::delete)
                        .summary("Deletes an image, which can be restored for a while")
                        .answers(202, "Operation")
                        .answers(204)
                        .refuses(423),
                Route.member(POST, Paths.IMAGE + "/restore", CHANGE, this::restore)
                        .summary("Restores a deleted image")
                        .answers(200, "SourceImage")
                        .answers(202, "Operation"));
    }

    /// Handles `DELETE /sourceimages/{organization}/{hash}`.
    private void delete(Context context, OrganizationCaller member) throws InterruptedException {
        var command = new DeletionCommand.Delete(
                new Envelope(OperationId.random(), Part.ONLY, member.organization(), commands.trail()),
                List.of(lookup.hashOfLive(context, member)),
                null);
        decide(
                context,
                command,
                "source image " + context.pathParam("hash") + " in the organization " + member.organization());
    }

    /// Handles `DELETE /sourceimages/{organization}?binaryHash=…`: deletes all variants of a binary, or none
    /// when one is locked.
    private void deleteBinary(Context context, OrganizationCaller member) throws InterruptedException {
        var binaryHash = BinaryHashParameter.of(context)
                .orElseThrow(() -> new ProblemException(
                        new Rejection.MalformedRequest("The parameter binaryHash says which images to delete")));
        var command = new DeletionCommand.DeleteBinary(
                new Envelope(OperationId.random(), Part.ONLY, member.organization(), commands.trail()), binaryHash);
        decide(
                context,
                command,
                "source image with the binary hash " + binaryHash + " in the organization " + member.organization());
    }

    private void decide(Context context, CatalogCommand command, String what) throws InterruptedException {
        commands.decide(context, command, Outcome.Deleted.class, deleted -> {
            if (!deleted.locked().isEmpty()) {
                throw new ProblemException(
                        new Rejection.ImageLocked(deleted.locked().getFirst().value()));
            }
            if (deleted.deleted().isEmpty()) {
                throw new ProblemException(new Rejection.NotFound(what));
            }
            Answer.nothing(context);
        });
    }

    /// Handles `POST /sourceimages/{organization}/{hash}/restore`, also for an image that is not deleted. An
    /// image whose bytes another one protects requires the permission to download protected originals.
    private void restore(Context context, OrganizationCaller member) throws InterruptedException {
        quotas.admitImage(member.organization());
        var command = new DeletionCommand.Restore(
                new Envelope(OperationId.random(), Part.ONLY, member.organization(), commands.trail()),
                lookup.hashOfLiveOrDeleted(context, member),
                member.allows(Permission.DOWNLOAD_PROTECTED));
        commands.decide(
                context,
                command,
                Outcome.Changed.class,
                restored ->
                        Answer.json(context, 200, ImageJson.of(restored.image()).put("deleted", false)));
    }
}
