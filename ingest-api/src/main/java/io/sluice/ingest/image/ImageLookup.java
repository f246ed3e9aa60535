package io.sluice.ingest.image;

import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.image.ImageHash;
import io.sluice.image.SourceImage;
import io.sluice.ingest.access.Member;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.ingest.wire.Revision;
import io.sluice.view.CatalogView;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds the image that a path names by its hash or short hash.
public final class ImageLookup {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern HASH_OR_SHORT_HASH = Pattern.compile("[0-9a-f]{6,40}");

    private final CatalogView images;
    private final Revision revision;

    public ImageLookup(CatalogView images) {
        this.images = images;
        this.revision = new Revision(images);
    }

    /// The live image that the path names.
    ///
    /// @throws ProblemException when there is none
    public SourceImage live(Context context, Member member) throws InterruptedException {
        revision.await(context, member.organization());
        return live(member, context.pathParam("hash")).orElseThrow(() -> notFound(context, member));
    }

    /// The live image of this hash or short hash.
    public Optional<SourceImage> live(Member member, String hash) {
        return HASH_OR_SHORT_HASH.matcher(hash).matches() ? images.find(member.organization(), hash) : Optional.empty();
    }

    /// The image that the path names, be it deleted or not.
    ///
    /// @throws ProblemException when there is none
    SourceImage liveOrDeleted(Context context, Member member) throws InterruptedException {
        revision.await(context, member.organization());
        var hash = context.pathParam("hash");
        return live(member, hash).or(() -> deleted(member, hash)).orElseThrow(() -> notFound(context, member));
    }

    /// The hash of the live image that the path names, for a command. A full hash is taken as it is: the catalog
    /// knows best whether there is such an image now.
    ///
    /// @throws ProblemException when there is none, as far as can be told
    public ImageHash hashOfLive(Context context, Member member) throws InterruptedException {
        var hash = context.pathParam("hash");
        return HASH.matcher(hash).matches()
                ? new ImageHash(hash)
                : live(context, member).hash();
    }

    /// Like [#hashOfLive], of an image that may be deleted.
    ///
    /// @throws ProblemException when there is none, as far as can be told
    public ImageHash hashOfLiveOrDeleted(Context context, Member member) throws InterruptedException {
        var hash = context.pathParam("hash");
        return HASH.matcher(hash).matches()
                ? new ImageHash(hash)
                : liveOrDeleted(context, member).hash();
    }

    private Optional<SourceImage> deleted(Member member, String hash) {
        return HASH_OR_SHORT_HASH.matcher(hash).matches()
                ? images.findDeleted(member.organization(), hash)
                : Optional.empty();
    }

    private static ProblemException notFound(Context context, Member member) {
        return new ProblemException(new Rejection.NotFound(
                "source image " + context.pathParam("hash") + " in the organization " + member.organization()));
    }
}
