package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/// A reason why an operation is rejected; this type is the catalog of all reasons.
///
/// The same [#code()] appears in HTTP errors, outcomes, dead letters, metrics and the command line. The
/// [#message()] is for the caller: it names what is wrong, the actual value and what is allowed. A rejection
/// is final: the same input will be rejected again.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "code")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Rejection.NoFile.class, name = "no-file"),
    @JsonSubTypes.Type(value = Rejection.NotMultipart.class, name = "not-multipart"),
    @JsonSubTypes.Type(value = Rejection.MalformedRequest.class, name = "malformed-request"),
    @JsonSubTypes.Type(value = Rejection.MalformedMetadata.class, name = "malformed-metadata"),
    @JsonSubTypes.Type(value = Rejection.MalformedCommand.class, name = "malformed-command"),
    @JsonSubTypes.Type(value = Rejection.EmptyFile.class, name = "empty-file"),
    @JsonSubTypes.Type(value = Rejection.TooLarge.class, name = "too-large"),
    @JsonSubTypes.Type(value = Rejection.TooManyPixels.class, name = "too-many-pixels"),
    @JsonSubTypes.Type(value = Rejection.UnsupportedFormat.class, name = "unsupported-format"),
    @JsonSubTypes.Type(value = Rejection.CorruptImage.class, name = "corrupt-image"),
    @JsonSubTypes.Type(value = Rejection.ConversionFailed.class, name = "conversion-failed"),
    @JsonSubTypes.Type(value = Rejection.UrlRefused.class, name = "url-refused"),
    @JsonSubTypes.Type(value = Rejection.UrlUnreachable.class, name = "url-unreachable"),
    @JsonSubTypes.Type(value = Rejection.UrlStatus.class, name = "url-status"),
    @JsonSubTypes.Type(value = Rejection.UrlTimeout.class, name = "url-timeout"),
    @JsonSubTypes.Type(value = Rejection.BlobMissing.class, name = "blob-missing"),
    @JsonSubTypes.Type(value = Rejection.UnknownOrganization.class, name = "unknown-organization"),
    @JsonSubTypes.Type(value = Rejection.UnknownDestination.class, name = "unknown-destination"),
    @JsonSubTypes.Type(value = Rejection.OrganizationTaken.class, name = "organization-taken"),
    @JsonSubTypes.Type(value = Rejection.LastAdmin.class, name = "last-admin"),
    @JsonSubTypes.Type(value = Rejection.TooManyKeys.class, name = "too-many-keys"),
    @JsonSubTypes.Type(value = Rejection.TooManyMembers.class, name = "too-many-members"),
    @JsonSubTypes.Type(value = Rejection.QuotaImages.class, name = "quota-images"),
    @JsonSubTypes.Type(value = Rejection.QuotaBytes.class, name = "quota-bytes"),
    @JsonSubTypes.Type(value = Rejection.QuotaFileSize.class, name = "quota-file-size"),
    @JsonSubTypes.Type(value = Rejection.KeyInUse.class, name = "key-in-use"),
    @JsonSubTypes.Type(value = Rejection.NotFound.class, name = "not-found"),
    @JsonSubTypes.Type(value = Rejection.ImageLocked.class, name = "image-locked"),
    @JsonSubTypes.Type(value = Rejection.ImageExists.class, name = "image-exists"),
    @JsonSubTypes.Type(value = Rejection.InvalidKey.class, name = "invalid-key"),
    @JsonSubTypes.Type(value = Rejection.InvalidToken.class, name = "invalid-token"),
    @JsonSubTypes.Type(value = Rejection.Forbidden.class, name = "forbidden"),
    @JsonSubTypes.Type(value = Rejection.IdempotencyConflict.class, name = "idempotency-conflict"),
    @JsonSubTypes.Type(value = Rejection.GivenUp.class, name = "given-up"),
    @JsonSubTypes.Type(value = Rejection.Poison.class, name = "poison"),
})
public sealed interface Rejection {

    /// Maximum length of a detail, in characters.
    int MAX_DETAIL = 1_000;

    /// The request has neither a file part nor a URL.
    record NoFile() implements Rejection {}

    /// The body is neither a multipart form nor, for URLs, urlencoded.
    record NotMultipart(String contentType) implements Rejection {}

    /// The request is malformed as a whole; `detail` names the invalid part.
    record MalformedRequest(String detail) implements Rejection {}

    /// A metadata or option field has an invalid value; `field` is its name in the request.
    record MalformedMetadata(String field, String detail) implements Rejection {

        public MalformedMetadata {
            field = shortened(field);
            detail = shortened(detail);
        }

        /// Creates the rejection of metadata that is too long.
        ///
        /// @param limit maximum length of the metadata of one image, in characters
        public static MalformedMetadata tooLong(String field, int limit) {
            return new MalformedMetadata(field, lengthLimit(limit, "it"));
        }

        /// Returns the sentence about a limit of metadata, to which details may be appended.
        ///
        /// @param metadata name of the metadata
        public static String lengthLimit(int limit, String metadata) {
            return "an image can have at most " + limit + " characters of " + metadata;
        }
    }

    /// A record on a command topic is malformed or incomplete.
    record MalformedCommand(String detail) implements Rejection {

        public MalformedCommand {
            detail = shortened(detail);
        }
    }

    /// A file of zero bytes.
    record EmptyFile() implements Rejection {}

    /// A file with more bytes than allowed. Reading stopped at the limit, so the actual size is unknown.
    record TooLarge(long limitBytes) implements Rejection {}

    /// An image with more pixels than allowed, according to the file's header.
    record TooManyPixels(long width, long height, long limit) implements Rejection {}

    /// The content is not a supported image format; `seen` describes what was detected.
    record UnsupportedFormat(String seen) implements Rejection {}

    /// A file of the detected `format` that is damaged or contradicts itself; `detail` names position and
    /// cause.
    record CorruptImage(String format, String detail) implements Rejection {}

    /// A valid image that cannot be converted as requested.
    record ConversionFailed(String format, String detail) implements Rejection {}

    /// A URL that is not fetched because its scheme, port or resolved address is not allowed.
    record UrlRefused(String url, String detail) implements Rejection {}

    /// A URL whose host cannot be resolved or connected to.
    record UrlUnreachable(String url, String detail) implements Rejection {}

    /// A URL whose server responded with a status other than success.
    record UrlStatus(String url, int status) implements Rejection {}

    /// A URL whose bytes did not arrive in time.
    record UrlTimeout(String url, Duration limit) implements Rejection {}

    /// A command that refers to an object that is not in the store.
    record BlobMissing(String key) implements Rejection {}

    /// The organization does not exist.
    record UnknownOrganization(String organization) implements Rejection {}

    /// The destination organization of a copy does not exist.
    record UnknownDestination(String organization) implements Rejection {}

    /// The organization name is taken.
    record OrganizationTaken(String organization) implements Rejection {}

    /// The change would leave the organization without an admin.
    record LastAdmin(String organization) implements Rejection {}

    /// The user has the maximum number of API keys.
    record TooManyKeys(int limit) implements Rejection {}

    /// The organization has the maximum number of members.
    record TooManyMembers(int limit) implements Rejection {}

    /// The organization has as many images as the operator allows.
    record QuotaImages(String organization, long used, long allowed) implements Rejection {}

    /// With the image, the organization would store more bytes than the operator allows.
    record QuotaBytes(String organization, long used, long allowed) implements Rejection {}

    /// A file with more bytes than the operator allows the organization.
    ///
    /// @param used size of the file, or at least as much of it as was read
    record QuotaFileSize(String organization, long used, long allowed) implements Rejection {}

    /// The API key to delete is the one that authenticates the request.
    record KeyInUse(String key) implements Rejection {}

    /// The requested thing does not exist; `what` describes it.
    record NotFound(String what) implements Rejection {}

    /// A locked image can be neither deleted nor purged.
    record ImageLocked(String hash) implements Rejection {}

    /// The image exists in the destination, and existing images are to be kept.
    record ImageExists(String hash, String organization) implements Rejection {}

    /// The API key is missing or wrong.
    record InvalidKey(String detail) implements Rejection {}

    /// The token is malformed, expired, used from an address that it excludes, or its API key does not exist.
    record InvalidToken(String detail) implements Rejection {}

    /// The API key is valid but lacks the required permission.
    record Forbidden(String detail) implements Rejection {}

    /// The idempotency key was already used for a different request.
    record IdempotencyConflict(String key) implements Rejection {}

    /// Every attempt failed temporarily, and none is left; `lastFault` is the last failure.
    record GivenUp(int attempts, String lastFault) implements Rejection {}

    /// The process that worked on the upload died, and died again when it worked on nothing else.
    record Poison() implements Rejection {}

    /// Returns the stable code of this reason, in kebab case: its name in the annotation above.
    default String code() {
        return RejectionCodes.of(this);
    }

    /// Returns one sentence for the caller.
    default String message() {
        return switch (this) {
            case NoFile _ -> "No file and no URL was given: send a file part or a field url[0]";
            case NotMultipart(var contentType) ->
                "The body must be multipart/form-data (or application/x-www-form-urlencoded with url[0]), but is "
                        + contentType;
            case MalformedRequest(var detail) -> detail;
            case MalformedMetadata(var field, var detail) -> "The field " + field + " is not valid: " + detail;
            case MalformedCommand(var detail) -> "The command is not valid: " + detail;
            case EmptyFile _ -> "The file is empty";
            case TooLarge(var limit) -> "The file is larger than the limit of " + limit + " bytes";
            case TooManyPixels(var width, var height, var limit) ->
                "The image is " + width + " × " + height + " pixels, more than the limit of " + limit + " pixels";
            case UnsupportedFormat(var seen) -> "The content is not a supported image format: " + seen;
            case CorruptImage(var format, var detail) -> "The " + format + " file is damaged: " + detail;
            case ConversionFailed(var format, var detail) -> "The " + format + " file cannot be converted: " + detail;
            case UrlRefused(var url, var detail) -> "The URL " + url + " must not be fetched: " + detail;
            case UrlUnreachable(var url, var detail) -> "The URL " + url + " cannot be reached: " + detail;
            case UrlStatus(var url, var status) -> "The URL " + url + " answered with status " + status;
            case UrlTimeout(var url, var limit) ->
                "The URL " + url + " did not deliver within " + limit.toSeconds() + " seconds";
            case BlobMissing(var key) -> "There is no object " + key + " in the store";
            case UnknownOrganization(var organization) -> "There is no organization " + organization;
            case OrganizationTaken(var organization) -> "The organization name " + organization + " is taken";
            case NotFound(var what) -> "Not found: " + what;
            case InvalidKey(var detail) -> detail;
            case InvalidToken(var detail) -> detail;
            case Forbidden(var detail) -> detail;
            case UnknownDestination(var organization) -> "There is no organization " + organization + " to copy to";
            case LastAdmin(var organization) -> "The organization " + organization + " must keep at least one admin";
            case TooManyKeys(var limit) -> "A user has at most " + limit + " API keys: delete one first";
            case TooManyMembers(var limit) -> "An organization has at most " + limit + " members: remove one first";
            case QuotaImages(var organization, var used, var allowed) ->
                "The organization " + organization + " has " + used + " of " + allowed
                        + " images: delete some, or ask the operator for more";
            case QuotaBytes(var organization, var used, var allowed) ->
                "The organization " + organization + " stores " + used + " of " + allowed
                        + " bytes, deleted images included until they are purged: ask the operator for more";
            case QuotaFileSize(var organization, var used, var allowed) ->
                "The file has " + used + " bytes or more, a file of the organization " + organization + " at most "
                        + allowed;
            case KeyInUse(var key) ->
                "The API key " + key + " is in use by this very request: use another one to delete it";
            case ImageLocked(var hash) -> "The source image " + hash + " is locked: unlock it first";
            case ImageExists(var hash, var organization) ->
                "The organization " + organization + " has the source image " + hash + " already";
            case IdempotencyConflict(var key) ->
                "The Idempotency-Key " + key + " was already used for a request with another body";
            case Poison _ -> "Refused because the server ended twice while it worked on this file";
            case GivenUp(var attempts, var lastFault) ->
                "Given up after " + attempts + " attempts, the last one failed with: " + lastFault;
        };
    }

    /// Truncates a detail: it may quote the input, and must fit into an outcome and a dead letter.
    private static String shortened(String detail) {
        return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + " …";
    }
}
