package io.sluice.catalog;

import io.sluice.image.BlobKey;
import io.sluice.image.ImageHash;
import io.sluice.operation.CommandId;
import org.jspecify.annotations.Nullable;

/// What a command came to, as the record remembers it that the command was about: a replay is answered by it.
///
/// @param number  number of the command
/// @param command id of the command, or of the job whose step it was
/// @param subject what it was about within the record: the hash, the user or the key it named
/// @param result  what it came to
/// @param image   the image it led to, when that is not the one it named
/// @param dropped the blob that an image gave up by it, if one did
record CommandResult(
        long number,
        CommandId command,
        String subject,
        Result result,
        @Nullable ImageHash image,
        @Nullable BlobKey dropped) {

    enum Result {
        CREATED,
        /// It was there and has taken over what the command brought.
        TAKEN_OVER,
        /// It was there and has been left as it was.
        KEPT,
        CHANGED,
        UNCHANGED,
        DELETED,
        PURGED,
        REMOVED,
        NOT_FOUND,
        LOCKED,
        /// It would have shown bytes that another image of the binary protects.
        PROTECTED,
        /// It would have had more metadata than fits.
        TOO_MUCH_METADATA,
        /// The limits of the organization left no room for it.
        QUOTA,
        LAST_ADMIN,
        TOO_MANY_KEYS,
        TOO_MANY_MEMBERS
    }
}
