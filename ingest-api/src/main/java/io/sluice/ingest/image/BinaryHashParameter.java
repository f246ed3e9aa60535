package io.sluice.ingest.image;

import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.image.BinaryHash;
import io.sluice.ingest.wire.ProblemException;
import java.util.Locale;
import java.util.Optional;

/// The query parameter `binaryHash`, which some clients write `binaryhash`.
public final class BinaryHashParameter {

    private BinaryHashParameter() {}

    /// Reads the parameter.
    /// @throws ProblemException when it is not a SHA-1
    public static Optional<BinaryHash> of(Context context) {
        var camelCase = context.queryParam("binaryHash");
        return Optional.ofNullable(camelCase == null ? context.queryParam("binaryhash") : camelCase)
                .map(BinaryHashParameter::parse);
    }

    static BinaryHash parse(String text) {
        try {
            return new BinaryHash(text.strip().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Rejection.MalformedRequest(String.valueOf(e.getMessage())));
        }
    }
}
