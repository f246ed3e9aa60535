package io.sluice.ingest.upload;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The supported preferences of a client in `Prefer` headers (RFC 7240).
enum Preference {

    /// The response is sent once the upload is accepted.
    RESPOND_ASYNC("respond-async"),

    /// The valid files of a form are stored, even if others are refused.
    LENIENT("handling=lenient");

    static final String APPLIED = "Preference-Applied";

    private final String text;

    Preference(String text) {
        this.text = text;
    }

    static Set<Preference> of(HttpServletRequest request) {
        var asked = Collections.list(request.getHeaders("Prefer")).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(preference -> preference.split(";", 2)[0])
                .map(preference -> preference.replaceAll("[\\s\"]", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        var preferences = EnumSet.noneOf(Preference.class);
        for (var preference : values()) {
            if (asked.contains(preference.text)) {
                preferences.add(preference);
            }
        }
        return preferences;
    }

    /// Returns the value of the header [#APPLIED].
    static String applied(Set<Preference> preferences) {
        return preferences.stream().map(preference -> preference.text).collect(Collectors.joining(", "));
    }
}
