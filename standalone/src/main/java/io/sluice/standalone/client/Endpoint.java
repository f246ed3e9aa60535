package io.sluice.standalone.client;

import io.sluice.image.Organization;
import java.net.URI;

/// The address of a server with an organization and an API key.
///
/// @param base         base URL without a path, such as `http://127.0.0.1:8080`
/// @param organization the organization whose images are accessed
/// @param apiKey       API key of a member of the organization
public record Endpoint(URI base, Organization organization, String apiKey) {

    public Endpoint {
        if (base.getHost() == null || !("http".equals(base.getScheme()) || "https".equals(base.getScheme()))) {
            throw new IllegalArgumentException(
                    "a server's address must have the form http://127.0.0.1:8080, but is " + base);
        }
    }

    /// Returns the URL of a route below the organization's images; `path` is empty or starts with `/` or `?`.
    public URI images(String path) {
        return route("/sourceimages/" + organization + path);
    }

    /// Returns the URL of a route, which starts with `/`.
    public URI route(String path) {
        var text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    @Override
    public String toString() {
        return "Endpoint[" + base + ", " + organization + "]";
    }
}
