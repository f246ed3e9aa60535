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
import io.sluice.image.SourceImage;
import io.sluice.image.UserMetadata;
import org.jspecify.annotations.Nullable;

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
            implements CatalogCommand {

        public Register {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("binary_hash", binaryHash);
            require("name", name);
            require("format", format);
            require("user_metadata", userMetadata);
            require("dynamic_metadata", dynamicMetadata);
            require("blob", blob);
            if (width < 1 || height < 1 || size < 1) {
                throw new IllegalArgumentException("an image has positive dimensions and size, not " + width + " × "
                        + height + ", " + size + " bytes");
            }
            name = SourceImage.nameOf(name);
        }
    }

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
            implements CatalogCommand {

        public SignUp {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("user", user);
            require("email", email);
            require("display_name", displayName);
            require("api_key", apiKey);
        }
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("a catalog command needs the field \"" + field + '"');
        }
    }
}
