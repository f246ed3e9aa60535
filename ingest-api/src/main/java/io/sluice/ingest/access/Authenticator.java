package io.sluice.ingest.access;

import io.javalin.http.Context;
import io.sluice.account.ApiKey;
import io.sluice.command.Rejection;
import io.sluice.ingest.token.Tokens;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.view.AccountView;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/// Authentication of requests by the API key or token in their headers.
final class Authenticator {

    private static final String KEY_HEADER = "Api-Key";
    private static final String BEARER = "bearer ";

    private final AccountView accounts;
    private final RootKey rootKey;
    private final Tokens tokens;

    Authenticator(AccountView accounts, RootKey rootKey, Tokens tokens) {
        this.accounts = accounts;
        this.rootKey = rootKey;
        this.tokens = tokens;
    }

    /// Whether the request has a key or a token, right or wrong.
    boolean hasCredential(Context context) {
        return context.header(KEY_HEADER) != null || bearer(context).isPresent();
    }

    /// Authenticates the sender of the request. If there are a key and a token, the key counts. A key may
    /// also be sent like a token.
    ///
    /// @throws ProblemException when there is neither key nor token, or it is wrong
    Caller caller(Context context) {
        var key = context.header(KEY_HEADER);
        if (key != null && !key.isBlank()) {
            return ofKey(key);
        }
        var bearer = bearer(context)
                .orElseThrow(() -> new ProblemException(new Rejection.InvalidKey("The header " + KEY_HEADER
                        + " is missing, and there is no token in the header Authorization")));
        return rootKey.matches(bearer) || ApiKey.owner(bearer).isPresent()
                ? ofKey(bearer)
                : ofToken(bearer, address(context));
    }

    /// Returns the address that the request comes from.
    static InetAddress address(Context context) {
        return InetAddress.ofLiteral(context.ip().replaceAll("[\\[\\]]", ""));
    }

    private Caller ofKey(String key) {
        if (rootKey.matches(key)) {
            return new Caller.Root();
        }
        return ApiKey.owner(key)
                .flatMap(accounts::user)
                .flatMap(user -> user.apiKeys().stream()
                        .filter(stored -> stored.matches(key))
                        .findFirst()
                        .<Caller>map(stored -> new Caller.User(user, stored, null)))
                .orElseThrow(() -> new ProblemException(new Rejection.InvalidKey("The API key is wrong")));
    }

    private Caller ofToken(String text, InetAddress address) {
        var token = tokens.verify(text);
        if (!token.networks().contain(address)) {
            throw new ProblemException(new Rejection.InvalidToken(
                    "The token may not be used from the address " + address.getHostAddress()));
        }
        return accounts.owner(token.key())
                .flatMap(user -> user.apiKeys().stream()
                        .filter(stored -> stored.id().equals(token.key()))
                        .findFirst()
                        .<Caller>map(stored -> new Caller.User(user, stored, token)))
                .orElseThrow(() -> new ProblemException(
                        new Rejection.InvalidToken("The API key of the token does not exist any more")));
    }

    /// The credential of RFC 6750, section 2.1. The name of the scheme is case-insensitive.
    private static Optional<String> bearer(Context context) {
        var header = context.header("Authorization");
        return header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? Optional.of(header.substring(BEARER.length()).strip())
                : Optional.empty();
    }
}
