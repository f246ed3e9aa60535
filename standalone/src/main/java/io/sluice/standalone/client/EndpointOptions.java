package io.sluice.standalone.client;

import io.sluice.image.Organization;
import io.sluice.standalone.console.CommandFailure;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say which server a command talks to, and as whom. What is not given comes from the environment, and
/// what is not there either from the credentials in the data directory of a server on this machine.
public final class EndpointOptions {

    private static final String URL_KEY = "SLUICE_URL";
    private static final String ORGANIZATION_KEY = "SLUICE_ORGANIZATION";
    private static final String API_KEY_KEY = "SLUICE_API_KEY";

    /// Variables that mean something to clients only; a server started from the same shell has to ignore them.
    public static final Set<String> CLIENT_KEYS = Set.of(URL_KEY, ORGANIZATION_KEY, API_KEY_KEY);

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the server, such as http://127.0.0.1:8080; else $SLUICE_URL, else that of the"
                    + " server that uses the data directory.")
    private @Nullable URI url;

    @Option(
            names = "--org",
            paramLabel = "NAME",
            description = "Organization; else $SLUICE_ORGANIZATION, else that of the credentials.")
    private @Nullable String organization;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "API key; else $SLUICE_API_KEY, else that of the credentials.")
    private @Nullable String apiKey;

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            description = "Data directory whose credentials.json is used; else $SLUICE_DATA_DIR, else ./data.")
    private @Nullable Path data;

    public boolean namesAServer(Map<String, String> environment) {
        return url != null || given(environment, URL_KEY).isPresent();
    }

    /// The data directory that was named, or the default one.
    public Path dataDirectory(Map<String, String> environment) {
        return data != null
                ? data
                : Path.of(given(environment, "SLUICE_DATA_DIR").orElse("./data"));
    }

    /// Resolves the options.
    ///
    /// @throws CommandFailure when something is missing
    public Endpoint endpoint(Map<String, String> environment) {
        return endpoint(environment, null);
    }

    /// Resolves the options for a command that names the organization itself.
    ///
    /// @throws CommandFailure when something is missing
    public Endpoint endpoint(Map<String, String> environment, @Nullable String named) {
        var file = Credentials.in(dataDirectory(environment));
        var credentials = Credentials.read(file);
        try {
            return new Endpoint(
                    Optional.ofNullable(url)
                            .or(() -> given(environment, URL_KEY).map(URI::create))
                            .or(() -> credentials.map(Endpoint::base))
                            .orElseThrow(() -> missing("--url", URL_KEY, file)),
                    Optional.ofNullable(named)
                            .or(() -> Optional.ofNullable(organization))
                            .or(() -> given(environment, ORGANIZATION_KEY))
                            .map(Organization::new)
                            .or(() -> credentials.map(Endpoint::organization))
                            .orElseThrow(() -> missing("--org", ORGANIZATION_KEY, file)),
                    Optional.ofNullable(apiKey)
                            .or(() -> given(environment, API_KEY_KEY))
                            .or(() -> credentials.map(Endpoint::apiKey))
                            .orElseThrow(() -> missing("--key", API_KEY_KEY, file)));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<String> given(Map<String, String> environment, String key) {
        return Optional.ofNullable(environment.get(key)).filter(value -> !value.isBlank());
    }

    private static CommandFailure missing(String option, String key, Path file) {
        return new CommandFailure("give " + option + " or set " + key + ": there are no credentials in "
                + file.toAbsolutePath().normalize() + ", which a server makes when it starts");
    }
}
