package io.sluice.ingest.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.command.Rejection;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.kafka.Json;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/// The signer and verifier of tokens, which are JSON web tokens with HS256 (RFC 7519). Safe for use by many
/// threads.
public final class Tokens {

    private static final String ALGORITHM = AlgorithmIdentifiers.HMAC_SHA256;

    /// Longer texts are not parsed; a token with all networks it may have is shorter.
    private static final int MAX_LENGTH = 2_048;

    private final TokenKey key;
    private final InstantSource clock;

    public Tokens(TokenKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /// Returns the text of `token`, which clients send.
    public String sign(ApiToken token) {
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(ALGORITHM);
        signature.setHeader("typ", "JWT");
        signature.setKey(key.key());
        signature.setPayload(token.toJson().toString());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("every token can be signed", e);
        }
    }

    /// Returns the token with this text.
    ///
    /// @throws ProblemException when it is malformed, signed with another key, or expired
    public ApiToken verify(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new ProblemException(new Rejection.InvalidToken("The token is malformed"));
        }
        var signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(
                new AlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, ALGORITHM));
        signature.setKey(key.key());
        try {
            signature.setCompactSerialization(text);
            if (!signature.verifySignature()) {
                throw new ProblemException(new Rejection.InvalidToken("The token has a wrong signature"));
            }
            var token = ApiToken.of(Json.MAPPER.readTree(signature.getPayload()));
            if (!clock.instant().isBefore(token.expires())) {
                throw new ProblemException(new Rejection.InvalidToken("The token has expired"));
            }
            return token;
        } catch (JoseException | JsonProcessingException | IllegalArgumentException e) {
            throw new ProblemException(Problem.of(new Rejection.InvalidToken("The token is malformed")), e);
        }
    }

    /// Issues a token for the API key with this id.
    public ApiToken issue(UUID apiKey, TokenTerms terms) {
        var expires = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(terms.lifetime());
        return new ApiToken(apiKey, expires, terms.lifetime(), terms.networks(), terms.renewable());
    }
}
