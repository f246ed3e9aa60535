package io.sluice.store.s3;

import io.minio.errors.ErrorResponseException;
import io.sluice.store.StoreConfig;
import io.sluice.store.StoreLocation;
import io.sluice.store.StoreRefusedException;
import io.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// The reasons for which an S3 server refuses a request or cannot be reached, each with what to do about it in one
/// line.
///
/// Error codes are those of Amazon S3 (API reference, "Error responses"), which other servers use too.
record S3Refusals(StoreLocation.Bucket bucket) {

    private static final Set<String> CREDENTIALS = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidToken",
            "ExpiredToken",
            "InvalidSecurity",
            "NotSignedUp",
            "MissingSecurityHeader");

    private static final Set<String> CLOCK = Set.of("RequestTimeTooSkewed", "RequestExpired", "AccessDeniedTimeSkew");

    private static final Set<String> REGION = Set.of(
            "AuthorizationHeaderMalformed",
            "PermanentRedirect",
            "Redirect",
            "TemporaryRedirect",
            "IllegalLocationConstraintException");

    private static final Pattern EXPECTED_REGION = Pattern.compile("(?:expecting '|Use region )([a-z0-9-]+)");

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /// Returns the refusal that a failed request means; empty for all other failures.
    Optional<StoreRefusedException> of(StoreUnavailableException failure) {
        if (!(failure.getCause() instanceof ErrorResponseException answer)) {
            return Optional.empty();
        }
        var code = answer.errorResponse().code();
        var status = answer.response().code();
        if (code.equals("NoSuchBucket")) {
            return refused(
                    "there is no bucket " + bucket.name() + ": check " + StoreConfig.URI.key() + ", or set "
                            + StoreConfig.CREATE_BUCKET.key() + "=true",
                    failure);
        }
        if (REGION.contains(code)) {
            return refused(otherRegion(answer), failure);
        }
        if (CLOCK.contains(code)) {
            return refused(
                    "the S3 server refuses the time of requests (" + code + "): set the clock of this machine, or that"
                            + " of the server",
                    failure);
        }
        if (CREDENTIALS.contains(code) || status == UNAUTHORIZED) {
            return refused(
                    "the S3 server does not accept the credentials (" + code + "): check "
                            + StoreConfig.ACCESS_KEY.key() + " and " + StoreConfig.SECRET_KEY.key()
                            + ", or without them the credentials of the environment",
                    failure);
        }
        if (status == FORBIDDEN) {
            return refused(
                    "the credentials lack a permission (" + failure.getMessage() + "): they need s3:ListBucket for"
                            + " bucket " + bucket.name() + ", and s3:GetObject, s3:PutObject, s3:DeleteObject and"
                            + " s3:AbortMultipartUpload for its objects; or check " + StoreConfig.ACCESS_KEY.key()
                            + " and " + StoreConfig.SECRET_KEY.key(),
                    failure);
        }
        return Optional.empty();
    }

    /// Returns the failure with a hint if the server cannot be reached.
    StoreUnavailableException hinted(StoreUnavailableException failure) {
        return switch (failure.getCause()) {
            case SSLException _ ->
                new StoreUnavailableException(
                        failure.getMessage() + ": check the certificate of " + bucket.endpoint()
                                + " and the trust store of this JVM",
                        failure.getCause());
            case IOException _ ->
                new StoreUnavailableException(
                        failure.getMessage() + ": check that the server at " + bucket.endpoint()
                                + " runs, and the endpoint in " + StoreConfig.URI.key(),
                        failure.getCause());
            case null, default -> failure;
        };
    }

    private String otherRegion(ErrorResponseException answer) {
        var message = String.valueOf(answer.errorResponse().message());
        var named = answer.response().header("x-amz-bucket-region");
        var expected = EXPECTED_REGION.matcher(message);
        var region = named == null && expected.find() ? expected.group(1) : named;
        return "bucket " + bucket.name() + " is not in region " + bucket.region() + " ("
                + answer.errorResponse().code() + "): set region=" + (region == null ? "…" : region) + " in "
                + StoreConfig.URI.key() + (region == null ? ", or check the endpoint there" : "");
    }

    private static Optional<StoreRefusedException> refused(String message, StoreUnavailableException failure) {
        return Optional.of(new StoreRefusedException(message, failure));
    }
}
