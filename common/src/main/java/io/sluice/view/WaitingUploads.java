package io.sluice.view;

import io.sluice.image.Organization;
import java.time.Instant;

/// The uploads of an organization that have no outcome yet.
///
/// @param uploads   number of files
/// @param bytes     bytes of those whose size is known before they are fetched
/// @param oldest    when the first of their operations was accepted
/// @param postponed number of operations whose next attempt is not due yet
public record WaitingUploads(Organization organization, long uploads, long bytes, Instant oldest, long postponed) {

    /// Returns both together, under the name of this organization.
    public WaitingUploads plus(WaitingUploads other) {
        return new WaitingUploads(
                organization,
                uploads + other.uploads,
                bytes + other.bytes,
                oldest.isBefore(other.oldest) ? oldest : other.oldest,
                postponed + other.postponed);
    }
}
