package io.sluice.standalone.serve;

import io.sluice.standalone.client.Endpoint;
import java.nio.file.Path;

/// What a server prints once it is ready: where it is, and a first upload to paste.
final class Welcome {

    /// Once this line is out, everything is.
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

    /// As one word for a POSIX shell, whatever is in it.
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : '\'' + word.replace("'", "'\\''") + '\'';
    }
}
