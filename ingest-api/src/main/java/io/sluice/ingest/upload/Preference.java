package io.sluice.ingest.upload;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;

/// The preferences of a client in `Prefer` headers (RFC 7240).
final class Preference {

    static final String RESPOND_ASYNC = "respond-async";

    private Preference() {}

    static boolean asksForAsync(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Prefer")).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(preference -> preference.split(";", 2)[0].strip())
                .anyMatch(RESPOND_ASYNC::equalsIgnoreCase);
    }
}
