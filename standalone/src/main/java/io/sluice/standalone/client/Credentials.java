package io.sluice.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.image.Organization;
import io.sluice.kafka.Json;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Sentence;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The endpoint of the first organization, stored in a file that only its owner can read.
public final class Credentials {

    private Credentials() {}

    /// Returns the path of the file in a data directory.
    public static Path in(Path dataDirectory) {
        return dataDirectory.resolve("credentials.json");
    }

    /// Reads the endpoint from `file`; empty when the file does not exist.
    ///
    /// @throws CommandFailure when it exists but cannot be read
    public static Optional<Endpoint> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            var json = Json.MAPPER.readTree(file.toFile());
            return Optional.of(new Endpoint(
                    URI.create(text(json, "url")),
                    new Organization(text(json, "organization")),
                    text(json, "api_key")));
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(file + " contains no valid credentials: " + e.getMessage(), e);
        }
    }

    /// Replaces the file atomically.
    public static void write(Path file, Endpoint endpoint) {
        var json = Json.MAPPER
                .createObjectNode()
                .put("url", endpoint.base().toString())
                .put("organization", endpoint.organization().name())
                .put("api_key", endpoint.apiKey());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
                Files.createFile(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(fresh, json.toPrettyString() + '\n');
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailure("the credentials cannot be written to " + file + ": " + Sentence.of(e), e);
        }
    }

    private static String text(JsonNode json, String field) {
        var value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("the field \"" + field + "\" is missing");
        }
        return value.textValue();
    }
}
