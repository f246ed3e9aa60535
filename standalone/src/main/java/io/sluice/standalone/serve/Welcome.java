package io.sluice.standalone.serve;

import io.sluice.standalone.client.Endpoint;
import java.nio.file.Path;

/// The message of a server that is ready: its address, and a command to upload a first file.
final class Welcome {

    /// The last line of the message.
    static final String LAST_LINE = "Ctrl-C stops the server";

    private Welcome() {}

    static String text(Endpoint endpoint, Path credentials, Path sample) {
        return """

                Sluice is ready.

                  base URL      %s
                  organization  %s
                  API key       %s
                                (kept in %s)

                Upload a first image, from another terminal:

                  curl -H 'Api-Key: %s' -F %s %s

                %s; the next start on the same data directory has every image.
                """.formatted(
                        endpoint.base(),
                        endpoint.organization(),
                        endpoint.apiKey(),
                        credentials,
                        endpoint.apiKey(),
                        quoted("filedata=@" + sample),
                        endpoint.images(""),
                        LAST_LINE);
    }

    /// Quotes a word for a POSIX shell.
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : '\'' + word.replace("'", "'\\''") + '\'';
    }
}
