package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sluice.account.ApiKey;
import io.sluice.account.UserId;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.Organization;
import io.sluice.image.UserMetadata;

/// A change to the catalog that is asked for; the value of `sluice.catalog-commands`, keyed by organization and
/// decided in order.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CatalogCommand.Register.class, name = "register"),
    @JsonSubTypes.Type(value = CatalogCommand.SignUp.class, name = "sign-up"),
})
public sealed interface CatalogCommand {

    OperationId operation();

    Part part();

    Organization organization();

    Trail trail();

    /// Identifies this command among all: a replay carries the same.
    default String id() {
        return operation().value() + '#' + part().index();
    }

    /// The bytes are in the store: make them an image, or add to the one that exists.
    ///
    /// @param blob the blob that was written for this upload alone; purged when the image exists already
    record Register(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            BinaryHash binaryHash,
            String name,
            ImageFormat format,
            long size,
            int width,
            int height,
            boolean opaque,
            boolean animated,
            @JsonProperty("protected") boolean isProtected,
            UserMetadata userMetadata,
            DynamicMetadata dynamicMetadata,
            BlobKey blob)
            implements CatalogCommand {}

    /// Make an organization, and a user who is its admin.
    ///
    /// @param user   a fresh user id
    /// @param apiKey the user's first key, only as its hash
    record SignUp(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            UserId user,
            String email,
            String displayName,
            ApiKey apiKey)
            implements CatalogCommand {}
}
