package io.sluice.ingest.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.command.OperationId;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.Member;
import io.sluice.ingest.wire.ProblemException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A name that a client gives to a request, so that sending it again is not a second request.
record IdempotencyKey(String value) {

    static final String HEADER = "Idempotency-Key";

    private static final int MAX_LENGTH = 255;

    /// The key in a header, if there is one.
    ///
    /// @throws ProblemException when it is too long or empty
    static Optional<IdempotencyKey> of(@Nullable String header) {
        if (header != null && (header.isBlank() || header.length() > MAX_LENGTH)) {
            throw new ProblemException(
                    new Rejection.MalformedRequest("The " + HEADER + " must have 1 to " + MAX_LENGTH + " characters"));
        }
        return Optional.ofNullable(header).map(IdempotencyKey::new);
    }

    /// The operation of every request that `member` sends under this key, on whichever node.
    OperationId operation(Member member) {
        var digest = Fingerprint.sha256();
        for (var part :
                new String[] {member.organization().name(), member.caller().id(), value}) {
            digest.update(part.getBytes(UTF_8));
            digest.update((byte) '\n');
        }
        return new OperationId(Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest()));
    }
}
