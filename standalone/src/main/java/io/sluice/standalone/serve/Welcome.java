package io.sluice.standalone.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.kafka.Json;
import io.sluice.standalone.client.Endpoint;
import java.nio.file.Path;

/// The message of a server that is ready: its address, and a command to upload a first file.
///
/// @param credentials file that contains the API key
/// @param isFirst     whether the API key is new; it is shown once
record Welcome(Endpoint endpoint, Path credentials, boolean isFirst) {

    /// The last line of the message.
    static final String LAST_LINE = "Ctrl-C stops the server";

    /// @param sample an image to upload
    String text(Path sample) {
        return """

                Sluice is ready.

                  base URL      %s
                  organization  %s
                  API key       %s

                Upload an image, from another terminal:

                  ./sluice upload --data %s %s

                %s; the next start on the same data directory has every image.
                """.formatted(
                        endpoint.base(),
                        endpoint.organization(),
                        isFirst
                                ? endpoint.apiKey() + "\n                (shown only now, kept in " + credentials + ")"
                                : "in " + credentials,
                        quoted(String.valueOf(credentials.getParent())),
                        quoted(sample.toString()),
                        LAST_LINE);
    }

    /// Returns the message for programs.
    ObjectNode json() {
        return Json.MAPPER
                .createObjectNode()
                .put("url", endpoint.base().toString())
                .put("organization", endpoint.organization().name())
                .put("credentials", credentials.toString());
    }

    /// Quotes a word for a POSIX shell.
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : '\'' + word.replace("'", "'\\''") + '\'';
    }
}
