package io.sluice.ingest.access;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.ingest.token.TokenKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Permissions that do not depend on roles.
///
/// @param rootKey     the operator's key, which grants all permissions
/// @param creators    the callers who may create organizations; absent for the operator if there is a root
///                    key, and members if not
/// @param signUps     maximum sign-ups an hour from one address while no root key is set; 0 for no limit
/// @param corsOrigins origins whose web pages may use the API from a browser; `*` for all
/// @param tokenKey    the key that signs tokens; absent for one of this node's own
public record AccessConfig(
        RootKey rootKey,
        Optional<OrganizationCreators> creators,
        int signUps,
        Set<String> corsOrigins,
        Optional<TokenKey> tokenKey) {

    /// Every origin.
    public static final String ANY_ORIGIN = "*";

    public static final Setting<RootKey> ROOT_KEY = new Setting<>(
            "SLUICE_ROOT_API_KEY",
            "",
            "key that may do everything, at least " + RootKey.MIN_LENGTH + " characters; when set, signing up needs it",
            true,
            RootKey::of);

    public static final Setting<Optional<OrganizationCreators>> FOUNDING = new Setting<>(
            "SLUICE_FOUNDING",
            "",
            "who may create organizations: operator or members (default: operator if SLUICE_ROOT_API_KEY is set, else"
                    + " members)",
            false,
            AccessConfig::creators);

    public static final Setting<Long> SIGN_UPS = Setting.number(
            "SLUICE_SIGN_UPS_AN_HOUR",
            10,
            0,
            1_000_000,
            "maximum sign-ups an hour from one address while there is no root key; further ones get status 429; 0 for"
                    + " no limit");

    public static final Setting<Set<String>> CORS_ORIGINS = new Setting<>(
            "SLUICE_HTTP_CORS_ORIGINS",
            "",
            "origins whose web pages may use the API from a browser, separated by commas, such as"
                    + " https://app.example.com; * for all (default: none)",
            false,
            AccessConfig::origins);

    public static final Setting<Optional<TokenKey>> TOKEN_KEY = new Setting<>(
            "SLUICE_TOKEN_KEY",
            "",
            "passphrase that signs tokens: at least " + TokenKey.MIN_LENGTH + " characters, the same for every"
                    + " ingest-api (default: a random key in the data directory, whose tokens are valid on one node)",
            true,
            text -> text.isEmpty() ? Optional.empty() : Optional.of(TokenKey.of(text)));

    public static final List<Setting<?>> SETTINGS = List.of(ROOT_KEY, FOUNDING, SIGN_UPS, CORS_ORIGINS, TOKEN_KEY);

    public AccessConfig {
        if (signUps < 0) {
            throw new IllegalArgumentException("a limit of sign-ups is not negative, as " + signUps + " is");
        }
        corsOrigins = Set.copyOf(corsOrigins);
    }

    public static AccessConfig from(Settings settings) {
        return new AccessConfig(
                settings.get(ROOT_KEY),
                settings.get(FOUNDING),
                settings.get(SIGN_UPS).intValue(),
                settings.get(CORS_ORIGINS),
                settings.get(TOKEN_KEY));
    }

    /// Returns the key that signs tokens: the one in this data directory if none is configured.
    public TokenKey tokenKey(Path directory) {
        return tokenKey.orElseGet(() -> TokenKey.in(directory));
    }

    private static Optional<OrganizationCreators> creators(String text) {
        return switch (text.strip()) {
            case "" -> Optional.empty();
            case "operator" -> Optional.of(OrganizationCreators.OPERATOR);
            case "members" -> Optional.of(OrganizationCreators.MEMBERS);
            default -> throw new IllegalArgumentException("must be operator or members");
        };
    }

    private static Set<String> origins(String text) {
        var origins = new TreeSet<String>();
        Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .forEach(origin -> origins.add(checked(origin)));
        return origins;
    }

    /// An origin is a scheme, a host and perhaps a port (RFC 6454, section 6.2): browsers send it without a
    /// path.
    private static String checked(String origin) {
        if (origin.equals(ANY_ORIGIN)) {
            return origin;
        }
        var uri = URI.create(origin);
        var scheme = uri.getScheme();
        if (uri.getHost() == null
                || !("https".equals(scheme) || "http".equals(scheme))
                || !origin.equals(scheme + "://" + uri.getRawAuthority())
                || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "must be origins such as https://app.example.com, without a path, but contains " + origin);
        }
        return origin;
    }
}
