package io.sluice.standalone.client;

import io.sluice.image.Organization;
import io.sluice.standalone.terminal.CommandFailure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that select a server, an organization and an API key. The fallback of each is an environment
/// variable, then the credentials in the data directory of a local server.
public final class EndpointOptions {

    private static final String URL_KEY = "SLUICE_URL";
    private static final String ORGANIZATION_KEY = "SLUICE_ORGANIZATION";
    private static final String API_KEY_KEY = "SLUICE_API_KEY";

    /// Variables that only clients use; a server started from the same shell must ignore them.
    public static final Set<String> CLIENT_KEYS = Set.of(URL_KEY, ORGANIZATION_KEY, API_KEY_KEY);

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Server address, such as http://127.0.0.1:8080 (default: $SLUICE_URL, else the server that"
                    + " uses the data directory).")
    private @Nullable URI url;

    @Option(
            names = "--org",
            paramLabel = "NAME",
            description = "Organization (default: $SLUICE_ORGANIZATION, else from the credentials).")
    private @Nullable String organization;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "API key (default: $SLUICE_API_KEY, else from the credentials).")
    private @Nullable String apiKey;

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            description = "Data directory that contains credentials.json (default: $SLUICE_DATA_DIR, else ./data).")
    private @Nullable Path data;

    public boolean namesAServer(Map<String, String> environment) {
        return url != null || given(environment, URL_KEY).isPresent();
    }

    /// Returns the given or default data directory.
    public Path dataDirectory(Map<String, String> environment) {
        return data != null
                ? data
                : Path.of(given(environment, "SLUICE_DATA_DIR").orElse("./data"));
    }

    /// Returns the directory in which a command keeps its state: in the data directory if that is given or belongs
    /// to a local server, so that both are deleted together, else in the user's home.
    ///
    /// @param command name of the command
    public Path stateDirectory(Map<String, String> environment, String command) {
        var directory = dataDirectory(environment);
        if (data != null
                || given(environment, "SLUICE_DATA_DIR").isPresent()
                || Files.exists(Credentials.in(directory))) {
            return directory.resolve(command);
        }
        var home = given(environment, "XDG_STATE_HOME")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"));
        return home.resolve("sluice").resolve(command);
    }

    /// Resolves the endpoint.
    ///
    /// @throws CommandFailure when a value is missing
    public Endpoint endpoint(Map<String, String> environment) {
        return endpoint(environment, null);
    }

    /// Resolves the endpoint for a command with its own parameter for the organization.
    ///
    /// @throws CommandFailure when a value is missing
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
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> given(Map<String, String> environment, String key) {
        return Optional.ofNullable(environment.get(key)).filter(value -> !value.isBlank());
    }

    private static CommandFailure missing(String option, String key, Path file) {
        return CommandFailure.usage("use " + option + " or set " + key + ": there are no credentials in "
                + file.toAbsolutePath().normalize() + ", which a server creates at its first start");
    }
}
