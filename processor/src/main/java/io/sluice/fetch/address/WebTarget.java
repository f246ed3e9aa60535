package io.sluice.fetch.address;

import io.sluice.image.SourceImage;
import java.util.List;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/// The target of a URL according to its text, before any look-up.
public sealed interface WebTarget {

    /// An http or https URL; a numeric host is in the usual dotted form.
    record Web(HttpUrl url) implements WebTarget {}

    /// A URL that is not fetched; `detail` is the reason.
    record NotWeb(String detail) implements WebTarget {}

    /// Maximum length of a URL in rejections and logs, in characters.
    int MAX_SHOWN = 300;

    Pattern SCHEME = Pattern.compile("(?i)https?:.*", Pattern.DOTALL);
    Pattern USER_INFO = Pattern.compile("//[^/?#]*@");
    Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

    static WebTarget of(String text) {
        if (!SCHEME.matcher(text.strip()).matches()) {
            return new NotWeb("only http and https are fetched");
        }
        var url = HttpUrl.parse(text);
        return url == null ? new NotWeb("it is not a valid URL") : of(url);
    }

    /// Parses the target of a redirect.
    static WebTarget of(HttpUrl url) {
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            return new NotWeb("it contains a user name or password");
        }
        if (!NumericHost.isNumeric(url.host())) {
            return new Web(url);
        }
        return NumericHost.dotted(url.host())
                .<WebTarget>map(dotted -> new Web(url.newBuilder().host(dotted).build()))
                .orElseGet(() -> new NotWeb("its host is not a valid address"));
    }

    /// Returns `text` in the form for messages: without user information, and without a query, which may
    /// contain a signature.
    static String shown(String text) {
        var bare = USER_INFO.matcher(text.strip()).replaceFirst("//");
        var query = bare.indexOf('?');
        var shown = CONTROLS.matcher(query < 0 ? bare : bare.substring(0, query) + "?…")
                .replaceAll("");
        return shown.length() <= MAX_SHOWN ? shown : shown.substring(0, MAX_SHOWN) + "…";
    }

    /// Returns the file name of `url`: its last path segment, percent-decoded, or its host when it has no
    /// path.
    static String fileName(HttpUrl url) {
        List<String> segments = url.pathSegments();
        var name = segments.reversed().stream()
                .map(segment -> CONTROLS.matcher(segment).replaceAll(""))
                .filter(segment -> !segment.isBlank())
                .findFirst()
                .orElse(url.host());
        return SourceImage.nameOf(name);
    }
}
