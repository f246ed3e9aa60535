package io.sluice.ingest.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.image.BinaryHash;
import io.sluice.image.SourceImage;
import io.sluice.ingest.access.Member;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.ImageJson;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.ingest.wire.Revision;
import io.sluice.view.CatalogView;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// One image, lists of images, and which binaries are there.
public final class ImageRoutes {

    private static final Pattern HASH_OR_SHORT_HASH = Pattern.compile("[0-9a-f]{6,40}");
    private static final int MAX_HASHES = 1_000;

    private final CatalogView images;
    private final Revision revision;

    public ImageRoutes(CatalogView images) {
        this.images = images;
        this.revision = new Revision(images);
    }

    /// `GET /sourceimages/{organization}/{hash}`
    public void get(Context context, Member member) throws InterruptedException {
        Answer.json(context, 200, ImageJson.of(find(context, member)));
    }

    /// `GET /sourceimages/{organization}`, with `binaryHash` all variants of one binary.
    public void list(Context context, Member member) throws InterruptedException {
        revision.await(context, member.organization());
        var camelCase = context.queryParam("binaryHash");
        var binaryHash = camelCase == null ? context.queryParam("binaryhash") : camelCase;
        if (binaryHash == null) {
            var paging = Paging.of(context);
            var page = images.list(member.organization(), CatalogView.Listing.live(paging.offset(), paging.limit()));
            var json = ImageJson.list(page.total(), page.items());
            paging.putLinks(json, member.organization(), page.total());
            Answer.json(context, 200, json);
        } else {
            var variants = images.findByBinaryHash(member.organization(), binaryHash(binaryHash));
            var json = ImageJson.list(variants.size(), variants);
            json.putObject("links");
            Answer.json(context, 200, json);
        }
    }

    /// `POST /sourceimages/{organization}/exists`: which of these binaries the organization has.
    public void exists(Context context, Member member) throws InterruptedException {
        revision.await(context, member.organization());
        var asked = binaryHashes(JsonBody.read(context));
        var existing = images.existing(member.organization(), asked);
        var json = JsonNodeFactory.instance.objectNode();
        var there = json.putArray("existing");
        var missing = json.putArray("missing");
        asked.forEach(hash -> (existing.contains(hash) ? there : missing).add(hash.value()));
        Answer.json(context, 200, json);
    }

    /// The image that the path names.
    ///
    /// @throws ProblemException when there is none
    SourceImage find(Context context, Member member) throws InterruptedException {
        revision.await(context, member.organization());
        var hash = context.pathParam("hash");
        if (HASH_OR_SHORT_HASH.matcher(hash).matches()) {
            var image = images.find(member.organization(), hash);
            if (image.isPresent()) {
                return image.get();
            }
        }
        throw new ProblemException(
                new Rejection.NotFound("source image " + hash + " in the organization " + member.organization()));
    }

    private static Set<BinaryHash> binaryHashes(JsonNode body) {
        var list = body.isArray() ? body : body.path("binary_hashes");
        if (!list.isArray() || list.size() > MAX_HASHES) {
            throw new ProblemException(new Rejection.MalformedRequest(
                    "The body must be {\"binary_hashes\":[…]} with at most " + MAX_HASHES + " hashes"));
        }
        var hashes = new LinkedHashSet<BinaryHash>();
        list.forEach(hash -> hashes.add(binaryHash(hash.asText())));
        return hashes;
    }

    private static BinaryHash binaryHash(String text) {
        try {
            return new BinaryHash(text.strip().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Rejection.MalformedRequest(String.valueOf(e.getMessage())));
        }
    }
}
