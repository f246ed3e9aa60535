package io.sluice.ingest.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.command.Rejection;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.operation.OperationId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A client's name for a request, so that repeating it is not a second request.
public record IdempotencyKey(String value) {

    public static final String HEADER = "Idempotency-Key";

    private static final int MAX_LENGTH = 255;

    /// Returns the key in a header, if there is one.
    ///
    /// @throws ProblemException when it is too long or empty
    public static Optional<IdempotencyKey> of(@Nullable String header) {
        if (header != null && (header.isBlank() || header.length() > MAX_LENGTH)) {
            throw new ProblemException(
                    new Rejection.MalformedRequest("The " + HEADER + " must have 1 to " + MAX_LENGTH + " characters"));
        }
        return Optional.ofNullable(header).map(IdempotencyKey::new);
    }

    /// Returns the id of the operation of every request that `member` sends with this key, at any node.
    ///
    /// @param request what the request asks for, if the same key may be used for different things
    public OperationId operation(OrganizationCaller member, String... request) {
        var digest = sha256();
        Stream.concat(Stream.of(member.organization().name(), member.caller().id(), value), Stream.of(request))
                .forEach(part -> {
                    digest.update(part.getBytes(UTF_8));
                    digest.update((byte) '\n');
                });
        return new OperationId(Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
