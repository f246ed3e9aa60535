package io.sluice.json;

import io.sluice.command.Rejection;
import io.sluice.command.Rejection.BlobMissing;
import io.sluice.command.Rejection.ConversionFailed;
import io.sluice.command.Rejection.CorruptImage;
import io.sluice.command.Rejection.EmptyFile;
import io.sluice.command.Rejection.Forbidden;
import io.sluice.command.Rejection.GivenUp;
import io.sluice.command.Rejection.IdempotencyConflict;
import io.sluice.command.Rejection.ImageExists;
import io.sluice.command.Rejection.ImageLocked;
import io.sluice.command.Rejection.InvalidKey;
import io.sluice.command.Rejection.InvalidToken;
import io.sluice.command.Rejection.KeyInUse;
import io.sluice.command.Rejection.LastAdmin;
import io.sluice.command.Rejection.MalformedCommand;
import io.sluice.command.Rejection.MalformedMetadata;
import io.sluice.command.Rejection.MalformedRequest;
import io.sluice.command.Rejection.NoFile;
import io.sluice.command.Rejection.NotFound;
import io.sluice.command.Rejection.NotMultipart;
import io.sluice.command.Rejection.OrganizationTaken;
import io.sluice.command.Rejection.Poison;
import io.sluice.command.Rejection.QuotaBytes;
import io.sluice.command.Rejection.QuotaFileSize;
import io.sluice.command.Rejection.QuotaImages;
import io.sluice.command.Rejection.TooLarge;
import io.sluice.command.Rejection.TooManyKeys;
import io.sluice.command.Rejection.TooManyMembers;
import io.sluice.command.Rejection.TooManyPixels;
import io.sluice.command.Rejection.UnknownDestination;
import io.sluice.command.Rejection.UnknownOrganization;
import io.sluice.command.Rejection.UnsupportedFormat;
import io.sluice.command.Rejection.UrlRefused;
import io.sluice.command.Rejection.UrlStatus;
import io.sluice.command.Rejection.UrlTimeout;
import io.sluice.command.Rejection.UrlUnreachable;

/// The HTTP statuses of rejections, in responses and in the JSON of operations.
public final class RejectionStatus {

    private RejectionStatus() {}

    /// Returns the HTTP status of a reason.
    public static int of(Rejection rejection) {
        return switch (rejection) {
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
            case InvalidToken _ -> 401;
            case InvalidKey _, Forbidden _, QuotaImages _, QuotaBytes _, QuotaFileSize _ -> 403;
            case UnknownOrganization _, NotFound _ -> 404;
            case OrganizationTaken _, LastAdmin _, TooManyKeys _, TooManyMembers _, KeyInUse _, IdempotencyConflict _ ->
                409;
            case ImageExists _ -> 412;
            case TooLarge _ -> 413;
            case NotMultipart _, UnsupportedFormat _ -> 415;
            case TooManyPixels _, CorruptImage _, ConversionFailed _, GivenUp _, Poison _ -> 422;
            case ImageLocked _ -> 423;
        };
    }
}
