package io.sluice.catalog.state;

import io.sluice.image.BlobKey;
import io.sluice.image.ImageHash;
import io.sluice.operation.CommandId;
import org.jspecify.annotations.Nullable;

/// The result of a command, stored in the record that the command was about: a replay returns it.
///
/// @param number  number of the command
/// @param command id of the command, or of the job whose step it was
/// @param subject the command's target within the record: the hash, the user or the key that it named
/// @param result  the effect
/// @param image   the resulting image, when it is not the one that the command named
/// @param dropped the blob that an image lost because of the command, if any
public record CommandResult(
        long number,
        CommandId command,
        String subject,
        Result result,
        @Nullable ImageHash image,
        @Nullable BlobKey dropped) {

    public enum Result {
        CREATED,
        /// The target existed and received the data of the command.
        TAKEN_OVER,
        /// The target existed and was left unchanged.
        KEPT,
        CHANGED,
        UNCHANGED,
        DELETED,
        PURGED,
        REMOVED,
        NOT_FOUND,
        LOCKED,
        /// The target has bytes that another image of the binary protects.
        PROTECTED,
        /// The metadata of the image would exceed the limit.
        TOO_MUCH_METADATA,
        /// The image would exceed the limits of the organization.
        QUOTA,
        LAST_ADMIN,
        TOO_MANY_KEYS,
        TOO_MANY_MEMBERS
    }
}
