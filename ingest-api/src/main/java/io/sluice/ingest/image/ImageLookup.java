package io.sluice.ingest.image;

import io.javalin.http.Context;
import io.sluice.account.Role;
import io.sluice.command.Rejection;
import io.sluice.image.ImageHash;
import io.sluice.image.SourceImage;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.ingest.wire.Revision;
import io.sluice.view.CatalogView;
import java.util.Optional;
import java.util.regex.Pattern;

/// The lookup of the image that a path names by hash or short hash.
public final class ImageLookup {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern HASH_OR_SHORT_HASH = Pattern.compile("[0-9a-f]{6,40}");

    private final CatalogView images;
    private final Revision revision;

    public ImageLookup(CatalogView images) {
        this.images = images;
        this.revision = new Revision(images);
    }

    /// Waits until this node has reached the revision that the request contains, if any.
    ///
    /// @throws ProblemException when it does not reach it within a few seconds
    public void awaitRevision(Context context, OrganizationCaller member) throws InterruptedException {
        revision.await(context, member.organization());
    }

    /// Returns the live image that the path names.
    ///
    /// @throws ProblemException when there is none
    public SourceImage live(Context context, OrganizationCaller member) throws InterruptedException {
        awaitRevision(context, member);
        return live(member, context.pathParam("hash")).orElseThrow(() -> notFound(context, member));
    }

    /// Returns the live image that the path names, whose bytes the caller may see.
    ///
    /// @throws ProblemException when there is none, or it is protected and the caller may not see those
    public SourceImage downloadable(Context context, OrganizationCaller member) throws InterruptedException {
        var image = live(context, member);
        if (image.isProtected() && !member.allows(Role.Permission.DOWNLOAD_PROTECTED)) {
            throw new ProblemException(new Rejection.Forbidden(
                    "The image " + image.hash() + " is protected and the API key's roles do not allow to download it"));
        }
        return image;
    }

    /// Returns the live image with this hash or short hash.
    public Optional<SourceImage> live(OrganizationCaller member, String hash) {
        return HASH_OR_SHORT_HASH.matcher(hash).matches() ? images.find(member.organization(), hash) : Optional.empty();
    }

    /// Returns the image that the path names, live or deleted.
    ///
    /// @throws ProblemException when there is none
    SourceImage liveOrDeleted(Context context, OrganizationCaller member) throws InterruptedException {
        awaitRevision(context, member);
        var hash = context.pathParam("hash");
        return live(member, hash).or(() -> deleted(member, hash)).orElseThrow(() -> notFound(context, member));
    }

    /// Returns the hash of the live image that the path names, for a command. A full hash is returned
    /// unchecked: the catalog decides whether the image exists.
    ///
    /// @throws ProblemException when there is none in the view
    public ImageHash hashOfLive(Context context, OrganizationCaller member) throws InterruptedException {
        var hash = context.pathParam("hash");
        return HASH.matcher(hash).matches()
                ? new ImageHash(hash)
                : live(context, member).hash();
    }

    /// Returns the hash of the image that the path names, live or deleted, like [#hashOfLive].
    ///
    /// @throws ProblemException when there is none in the view
    public ImageHash hashOfLiveOrDeleted(Context context, OrganizationCaller member) throws InterruptedException {
        var hash = context.pathParam("hash");
        return HASH.matcher(hash).matches()
                ? new ImageHash(hash)
                : liveOrDeleted(context, member).hash();
    }

    private Optional<SourceImage> deleted(OrganizationCaller member, String hash) {
        return HASH_OR_SHORT_HASH.matcher(hash).matches()
                ? images.findDeleted(member.organization(), hash)
                : Optional.empty();
    }

    private static ProblemException notFound(Context context, OrganizationCaller member) {
        return new ProblemException(new Rejection.NotFound(
                "source image " + context.pathParam("hash") + " in the organization " + member.organization()));
    }
}
