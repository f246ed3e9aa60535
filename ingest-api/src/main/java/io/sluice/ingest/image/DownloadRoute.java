package io.sluice.ingest.image;

import static io.javalin.http.HandlerType.GET;
import static io.sluice.account.Role.Permission.DOWNLOAD;

import io.javalin.http.Context;
import io.sluice.image.SourceImage;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The route `GET` and `HEAD /sourceimages/{organization}/{hash}/download`: the exact stored bytes.
public final class DownloadRoute implements RouteTable {

    private static final Logger LOG = LoggerFactory.getLogger(DownloadRoute.class);
    private static final int LOOKS = 4;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final ImageLookup images;
    private final ObjectStore store;

    public DownloadRoute(ImageLookup images, ObjectStore store) {
        this.images = images;
        this.store = store;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.member(GET, Paths.IMAGE + "/download", DOWNLOAD, this::get)
                .summary("Sends the stored bytes")
                .header("Range", "a part of the bytes")
                .header("If-None-Match", "an ETag")
                .answersWith(200, "application/octet-stream")
                .answersWith(206, "application/octet-stream")
                .answers(304)
                .refuses(416));
    }

    /// Sends the bytes. When an image is overwritten after the lookup, its former blob is purged: the lookup
    /// is then repeated once.
    private void get(Context context, OrganizationCaller member) throws InterruptedException, IOException {
        for (var look = 1; ; look++) {
            try {
                answer(context, member);
                return;
            } catch (BlobNotFoundException e) {
                if (look == LOOKS) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis()); // the view lags behind the purge
            }
        }
    }

    private void answer(Context context, OrganizationCaller member) throws InterruptedException, IOException {
        var image = images.downloadable(context, member);
        var isHead = context.req().getMethod().equals("HEAD");
        var tag = EntityTag.of(image);
        var range = isHead || !tag.allowsRange(context.header("If-Range"))
                ? new ByteRange.Whole()
                : ByteRange.parse(context.header("Range"), image.size());
        if (tag.matches(context.header("If-None-Match"))) {
            describe(context, image, tag);
            context.status(304);
            return;
        }
        switch (range) {
            case ByteRange.Unsatisfiable() -> throw new ProblemException(Problem.rangeNotSatisfiable(image.size()));
            case ByteRange.Some(var offset, var length) -> {
                try (var content = BlobContent.open(image.blob(), store.read(image.blob(), offset, length), length)) {
                    describe(context, image, tag);
                    context.header(
                            "Content-Range", "bytes " + offset + '-' + (offset + length - 1) + '/' + image.size());
                    send(context, 206, content);
                }
            }
            case ByteRange.Whole() -> {
                if (isHead) {
                    describe(context, image, tag);
                    context.res().setContentLengthLong(image.size());
                    return;
                }
                try (var content = BlobContent.open(image.blob(), store.read(image.blob()), image.size())) {
                    describe(context, image, tag);
                    send(context, 200, content);
                }
            }
        }
    }

    private static void describe(Context context, SourceImage image, EntityTag tag) {
        context.contentType(image.format().mediaType())
                .header("ETag", tag.toString())
                .header("Accept-Ranges", "bytes")
                .header("Content-Disposition", ContentDisposition.of(image))
                .header("X-Content-Type-Options", "nosniff")
                // an SVG is never a document of this origin, however a browser comes to show it
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Cache-Control", "private, no-cache");
    }

    private static void send(Context context, int status, BlobContent content) throws IOException {
        context.status(status);
        var response = context.res();
        response.setContentLengthLong(content.length());
        var output = response.getOutputStream();
        while (content.filled() > 0) {
            try {
                output.write(content.buffer(), 0, content.filled());
            } catch (IOException e) {
                LOG.atDebug().setCause(e).log("download aborted by the client");
                return;
            }
            try {
                content.fill();
            } catch (StoreUnavailableException e) {
                // fewer bytes than announced: the server resets the connection, so that the client detects it
                LOG.atWarn().setCause(e).log("download aborted by a failure of the object store");
                return;
            }
        }
    }
}
