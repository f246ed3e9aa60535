package io.sluice.ingest.copy;

import io.javalin.http.Context;
import io.sluice.account.Role.Permission;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.wire.ProblemException;
import java.util.List;

/// The destination of a copy, from the headers of WebDAV's COPY: `Destination` and `Overwrite`.
///
/// @param destination  the caller as a member of the destination
/// @param keepExisting whether images that exist in the destination are kept
record Target(OrganizationCaller destination, boolean keepExisting) {

    private static final String IMAGES = "sourceimages";

    /// Reads the headers.
    /// @throws ProblemException when a header is missing or invalid, or the caller must not copy there
    static Target of(Context context, OrganizationCaller source, Authorizer authorizer) {
        var given = context.header("Destination");
        if (given == null || given.isBlank()) {
            throw malformed("The header Destination must name the organization to copy to");
        }
        var name = organization(given.strip());
        if (!Organization.isValid(name)) {
            throw malformed("The header Destination must name an organization, but is " + name);
        }
        var destination = new Organization(name);
        if (destination.equals(source.organization())) {
            throw malformed("Source and destination are both " + destination + ": there is nothing to copy");
        }
        return new Target(authorizer.destination(source.caller(), destination), keepsExisting(context));
    }

    /// Requires the permission to download protected images, because other roles apply in the destination.
    ///
    /// @throws ProblemException when the caller lacks it
    static void requireProtected(OrganizationCaller source) {
        if (!source.allows(Permission.DOWNLOAD_PROTECTED)) {
            throw new ProblemException(new Rejection.Forbidden("The API key's roles in the organization "
                    + source.organization() + " do not allow to copy protected images"));
        }
    }

    /// Returns the organization's name from a bare name or from a relative or absolute URL of its images, as
    /// in WebDAV.
    private static String organization(String given) {
        var segments = List.of(given.split("/"));
        var images = segments.indexOf(IMAGES);
        return images >= 0 && images + 1 < segments.size() ? segments.get(images + 1) : given;
    }

    private static boolean keepsExisting(Context context) {
        var overwrite = context.header("Overwrite");
        return switch (overwrite == null ? "T" : overwrite.strip()) {
            case "T", "t", "" -> false;
            case "F", "f" -> true;
            default -> throw malformed("The header Overwrite must be T or F");
        };
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(new Rejection.MalformedRequest(detail));
    }
}
