package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/// Why an operation cannot be done: the one catalogue of reasons.
///
/// The same [#code()] appears in HTTP errors, outcomes, dead letters, metrics and the command line; the [#message()]
/// is for the caller and names what was wrong, what was seen and what is allowed. A rejection is final: the same
/// input will be rejected again.
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
    @JsonSubTypes.Type(value = Rejection.KeyInUse.class, name = "key-in-use"),
    @JsonSubTypes.Type(value = Rejection.NotFound.class, name = "not-found"),
    @JsonSubTypes.Type(value = Rejection.ImageLocked.class, name = "image-locked"),
    @JsonSubTypes.Type(value = Rejection.ImageExists.class, name = "image-exists"),
    @JsonSubTypes.Type(value = Rejection.InvalidKey.class, name = "invalid-key"),
    @JsonSubTypes.Type(value = Rejection.Forbidden.class, name = "forbidden"),
    @JsonSubTypes.Type(value = Rejection.IdempotencyConflict.class, name = "idempotency-conflict"),
    @JsonSubTypes.Type(value = Rejection.GivenUp.class, name = "given-up"),
})
public sealed interface Rejection {

    /// Longest detail, in characters.
    int MAX_DETAIL = 1_000;

    /// Neither a file part nor a URL was given.
    record NoFile() implements Rejection {}

    /// The body is neither a multipart form nor, for URLs, an urlencoded one.
    record NotMultipart(String contentType) implements Rejection {}

    /// The request as a whole cannot be understood; `detail` names the part that is wrong.
    record MalformedRequest(String detail) implements Rejection {}

    /// A metadata or option field does not hold what it must; `field` is its name on the wire.
    record MalformedMetadata(String field, String detail) implements Rejection {

        public MalformedMetadata {
            field = shortened(field);
            detail = shortened(detail);
        }
    }

    /// A record on a command topic does not parse or lacks what it needs.
    record MalformedCommand(String detail) implements Rejection {

        public MalformedCommand {
            detail = shortened(detail);
        }
    }

    /// A file of zero bytes.
    record EmptyFile() implements Rejection {}

    /// More bytes than allowed; reading stopped there, so the true size is unknown.
    record TooLarge(long limitBytes) implements Rejection {}

    /// More pixels than allowed, as the file's header declares them.
    record TooManyPixels(long width, long height, long limit) implements Rejection {}

    /// The content is no known image format; `seen` describes what it looks like.
    record UnsupportedFormat(String seen) implements Rejection {}

    /// The content claims to be of `format` but is damaged or contradicts itself; `detail` names place and reason.
    record CorruptImage(String format, String detail) implements Rejection {}

    /// A sound image that cannot be converted as asked.
    record ConversionFailed(String format, String detail) implements Rejection {}

    /// A URL that must not be fetched: its scheme, its port or the address it resolves to is not allowed.
    record UrlRefused(String url, String detail) implements Rejection {}

    /// The host of a URL cannot be resolved or connected to.
    record UrlUnreachable(String url, String detail) implements Rejection {}

    /// The server of a URL answered something else than success.
    record UrlStatus(String url, int status) implements Rejection {}

    /// A URL did not deliver its bytes in time.
    record UrlTimeout(String url, Duration limit) implements Rejection {}

    /// The object a command refers to is not in the store.
    record BlobMissing(String key) implements Rejection {}

    /// There is no organization of this name.
    record UnknownOrganization(String organization) implements Rejection {}

    /// The organization that images are to be copied to is not there.
    record UnknownDestination(String organization) implements Rejection {}

    /// An organization of this name exists already.
    record OrganizationTaken(String organization) implements Rejection {}

    /// The organization would be left without an admin.
    record LastAdmin(String organization) implements Rejection {}

    /// The user has as many API keys as one may have.
    record TooManyKeys(int limit) implements Rejection {}

    /// The organization has as many members as one may have.
    record TooManyMembers(int limit) implements Rejection {}

    /// The API key that the request itself came with is to be deleted.
    record KeyInUse(String key) implements Rejection {}

    /// Nothing is there under this name; `what` says what was looked for.
    record NotFound(String what) implements Rejection {}

    /// A locked image is neither deleted nor purged.
    record ImageLocked(String hash) implements Rejection {}

    /// The destination has the image, and existing ones are to be kept.
    record ImageExists(String hash, String organization) implements Rejection {}

    /// The API key is missing or wrong.
    record InvalidKey(String detail) implements Rejection {}

    /// The API key is good but does not allow this.
    record Forbidden(String detail) implements Rejection {}

    /// The idempotency key was used before, for another request.
    record IdempotencyConflict(String key) implements Rejection {}

    /// Every attempt met a passing fault and none is left; `lastFault` is the last one.
    record GivenUp(int attempts, String lastFault) implements Rejection {}

    /// The stable name of this reason, in kebab case.
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    default String code() {
        return switch (this) {
            case NoFile _ -> "no-file";
            case NotMultipart _ -> "not-multipart";
            case MalformedRequest _ -> "malformed-request";
            case MalformedMetadata _ -> "malformed-metadata";
            case MalformedCommand _ -> "malformed-command";
            case EmptyFile _ -> "empty-file";
            case TooLarge _ -> "too-large";
            case TooManyPixels _ -> "too-many-pixels";
            case UnsupportedFormat _ -> "unsupported-format";
            case CorruptImage _ -> "corrupt-image";
            case ConversionFailed _ -> "conversion-failed";
            case UrlRefused _ -> "url-refused";
            case UrlUnreachable _ -> "url-unreachable";
            case UrlStatus _ -> "url-status";
            case UrlTimeout _ -> "url-timeout";
            case BlobMissing _ -> "blob-missing";
            case UnknownOrganization _ -> "unknown-organization";
            case UnknownDestination _ -> "unknown-destination";
            case OrganizationTaken _ -> "organization-taken";
            case LastAdmin _ -> "last-admin";
            case TooManyKeys _ -> "too-many-keys";
            case TooManyMembers _ -> "too-many-members";
            case KeyInUse _ -> "key-in-use";
            case NotFound _ -> "not-found";
            case ImageLocked _ -> "image-locked";
            case ImageExists _ -> "image-exists";
            case InvalidKey _ -> "invalid-key";
            case Forbidden _ -> "forbidden";
            case IdempotencyConflict _ -> "idempotency-conflict";
            case GivenUp _ -> "given-up";
        };
    }

    /// The HTTP status that says it best.
    default int httpStatus() {
        return switch (this) {
            case NoFile _,
                    MalformedRequest _,
                    MalformedMetadata _,
                    MalformedCommand _,
                    EmptyFile _,
                    UrlRefused _,
                    UrlUnreachable _,
                    UrlStatus _,
                    UrlTimeout _,
                    BlobMissing _,
                    UnknownDestination _ -> 400;
            case InvalidKey _, Forbidden _ -> 403;
            case UnknownOrganization _, NotFound _ -> 404;
            case OrganizationTaken _, LastAdmin _, TooManyKeys _, TooManyMembers _, KeyInUse _, IdempotencyConflict _ ->
                409;
            case ImageExists _ -> 412;
            case TooLarge _ -> 413;
            case NotMultipart _, UnsupportedFormat _ -> 415;
            case TooManyPixels _, CorruptImage _, ConversionFailed _, GivenUp _ -> 422;
            case ImageLocked _ -> 423;
        };
    }

    /// One sentence for the caller.
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
            case Forbidden(var detail) -> detail;
            case UnknownDestination(var organization) -> "There is no organization " + organization + " to copy to";
            case LastAdmin(var organization) -> "The organization " + organization + " must keep at least one admin";
            case TooManyKeys(var limit) -> "A user has at most " + limit + " API keys: delete one first";
            case TooManyMembers(var limit) -> "An organization has at most " + limit + " members: remove one first";
            case KeyInUse(var key) ->
                "The API key " + key + " is in use by this very request: use another one to delete it";
            case ImageLocked(var hash) -> "The source image " + hash + " is locked: unlock it first";
            case ImageExists(var hash, var organization) ->
                "The organization " + organization + " has the source image " + hash + " already";
            case IdempotencyConflict(var key) ->
                "The Idempotency-Key " + key + " was already used for a request with another body";
            case GivenUp(var attempts, var lastFault) ->
                "Given up after " + attempts + " attempts, the last one failed with: " + lastFault;
        };
    }

    /// A detail may quote what was sent, and has to fit into an outcome and a dead letter.
    private static String shortened(String detail) {
        return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + " …";
    }
}
