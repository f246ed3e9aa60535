package io.sluice.ingest.copy;

import io.javalin.http.Context;
import io.sluice.account.Role.Permission;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.ingest.access.Gate;
import io.sluice.ingest.access.Member;
import io.sluice.ingest.wire.ProblemException;
import java.util.List;

/// Where images go, as the headers of WebDAV's COPY say it: `Destination` and `Overwrite`.
///
/// @param destination  the caller as one who may change images there
/// @param keepExisting whether images that are there already are left as they are
record Target(Member destination, boolean keepExisting) {

    private static final String IMAGES = "sourceimages";

    /// @throws ProblemException when a header is missing or wrong, or the caller may not copy there
    static Target of(Context context, Member source, Gate gate) {
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
        return new Target(gate.destination(source.caller(), destination), keepsExisting(context));
    }

    /// Images that are protected are copied only by those who may download them: in the destination other roles hold.
    ///
    /// @throws ProblemException when the caller may not
    static void requireProtected(Member source) {
        if (!source.allows(Permission.DOWNLOAD_PROTECTED)) {
            throw new ProblemException(new Rejection.Forbidden("The API key's roles in the organization "
                    + source.organization() + " do not allow to copy protected images"));
        }
    }

    /// The bare name, or that in the address of an organization's images, absolute or not, as WebDAV has it.
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
