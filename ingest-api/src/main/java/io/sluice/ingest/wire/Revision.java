package io.sluice.ingest.wire;

import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.view.CatalogView;
import java.time.Duration;
import java.util.regex.Pattern;

/// Read-your-writes on every node: the response to a write contains the organization's revision, and a read
/// that sends it waits until this node has reached it.
public final class Revision {

    public static final String HEADER = "Sluice-Revision";

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final CatalogView images;

    public Revision(CatalogView images) {
        this.images = images;
    }

    /// Waits for the revision that the request contains, if any.
    ///
    /// @throws ProblemException when it is not a number, or this node does not reach it within a few seconds
    public void await(Context context, Organization organization) throws InterruptedException {
        var revision = context.header(HEADER);
        if (revision == null) {
            return;
        }
        if (!NUMBER.matcher(revision).matches()) {
            throw new ProblemException(
                    new Rejection.MalformedRequest("The header " + HEADER + " must be a whole number"));
        }
        if (!images.await(organization, Long.parseLong(revision), LONGEST_WAIT)) {
            throw new ProblemException(Problem.unavailable(
                    "This node has not reached revision " + revision + " of " + organization + " yet",
                    Duration.ofSeconds(1)));
        }
    }
}
