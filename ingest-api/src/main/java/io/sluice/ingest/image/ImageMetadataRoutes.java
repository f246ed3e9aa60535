package io.sluice.ingest.image;

import static io.javalin.http.HandlerType.GET;
import static io.sluice.account.Role.Permission.READ;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.ProblemException;
import java.util.List;

/// The routes that read the user metadata of an image.
public final class ImageMetadataRoutes implements RouteTable {

    private final ImageLookup lookup;

    public ImageMetadataRoutes(ImageLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.member(GET, Paths.USER_METADATA, READ, this::all)
                        .summary("Shows the user metadata")
                        .answers(200, "Metadata"),
                Route.member(GET, Paths.USER_METADATA + "/{name}", READ, this::one)
                        .summary("Shows a field of the user metadata")
                        .answers(200, "AnyValue"));
    }

    private void all(Context context, OrganizationCaller member) throws InterruptedException {
        var fields = lookup.live(context, member).userMetadata().fields();
        Answer.json(context, 200, JsonNodeFactory.instance.objectNode().setAll(fields));
    }

    private void one(Context context, OrganizationCaller member) throws InterruptedException {
        var name = context.pathParam("name");
        var value = lookup.live(context, member).userMetadata().fields().get(name);
        if (value == null) {
            throw new ProblemException(
                    new Rejection.NotFound("field " + name + " of the source image " + context.pathParam("hash")));
        }
        Answer.json(context, 200, value);
    }
}
