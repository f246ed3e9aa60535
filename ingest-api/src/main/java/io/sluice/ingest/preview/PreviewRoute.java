package io.sluice.ingest.preview;

import static io.javalin.http.HandlerType.GET;
import static io.sluice.account.Role.Permission.DOWNLOAD;

import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.image.PreviewSize;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.image.EntityTag;
import io.sluice.ingest.image.ImageLookup;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.store.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The route `GET /sourceimages/{organization}/{hash}/preview`: a small, upright image in sRGB, for lists.
public final class PreviewRoute implements RouteTable {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ImageLookup images;
    private final Previews previews;

    /// @param patience longest wait for others
    public PreviewRoute(ImageLookup images, ObjectStore store, SideWork work, Duration patience, MeterRegistry meters) {
        this.images = images;
        this.previews = new Previews(store, work, patience, meters);
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.member(GET, Paths.IMAGE + "/preview", DOWNLOAD, this::get)
                .summary("Sends a small image for lists, a JPEG or PNG")
                .query("size", "integer", "largest width and height: 160, 320 or 640; 320 by default")
                .header("If-None-Match", "an ETag")
                .answersWith(200, "image/*")
                .answers(304)
                .refuses(404));
    }

    private void get(Context context, OrganizationCaller member) throws InterruptedException {
        var size = size(context);
        var image = images.downloadable(context, member);
        var tag = EntityTag.ofPreview(image, size.side());
        if (tag.matches(context.header("If-None-Match"))) {
            describe(context, tag).status(304);
            return;
        }
        switch (previews.of(image, size)) {
            case Previews.Result.Shown(var bytes) ->
                describe(context, tag)
                        .status(200)
                        .contentType(format(bytes.toArray()).mediaType())
                        .result(bytes.toArray());
            case Previews.Result.None(var why) -> throw new ProblemException(Problem.noPreview(why));
            case Previews.Result.Busy() ->
                throw new ProblemException(
                        Problem.unavailable("Too many previews are being made, try again in a moment", RETRY_AFTER));
        }
    }

    private static Context describe(Context context, EntityTag tag) {
        return context.header("ETag", tag.toString())
                .header("Cache-Control", "private, max-age=3600")
                .header("X-Content-Type-Options", "nosniff");
    }

    private static PreviewSize size(Context context) {
        return Optional.ofNullable(context.queryParam("size"))
                .map(text -> PreviewSize.ofSide(text)
                        .orElseThrow(() -> new ProblemException(
                                new Rejection.MalformedRequest("The value of size must be 160, 320 or 640"))))
                .orElse(PreviewSize.MEDIUM);
    }

    /// A preview is a JPEG or a PNG, which begins with a byte that no JPEG begins with.
    private static ImageFormat format(byte[] preview) {
        return preview.length > 0 && preview[0] == (byte) 0x89 ? ImageFormat.PNG : ImageFormat.JPEG;
    }
}
