package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.UserAccount;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import java.time.Instant;

/// How one part of an operation ended; the value of `sluice.outcomes`.
///
/// Delivery is at least once: should a part have several outcomes, the first one counts and the others are replays.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Registered.class, name = "registered"),
    @JsonSubTypes.Type(value = Outcome.SignedUp.class, name = "signed-up"),
    @JsonSubTypes.Type(value = Outcome.Rejected.class, name = "rejected"),
})
public sealed interface Outcome {

    OperationId operation();

    Part part();

    Organization organization();

    Trail trail();

    /// When it was decided.
    Instant finished();

    /// The image is in the catalog.
    ///
    /// @param created whether it is new; otherwise an existing image took over the metadata
    record Registered(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            Instant finished,
            SourceImage image,
            boolean created)
            implements Outcome {}

    /// The organization and its first user exist.
    record SignedUp(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            Instant finished,
            OrganizationAccount account,
            UserAccount user)
            implements Outcome {}

    /// It cannot be done, and nothing has changed.
    record Rejected(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            Instant finished,
            Rejection reason)
            implements Outcome {}
}
