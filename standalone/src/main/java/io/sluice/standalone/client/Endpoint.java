package io.sluice.standalone.client;

import io.sluice.image.Organization;
import java.net.URI;

/// Where a server is and as whom to talk to it.
///
/// @param base         address without a path, such as `http://127.0.0.1:8080`
/// @param organization whose images
/// @param apiKey       of a member
public record Endpoint(URI base, Organization organization, String apiKey) {

    public Endpoint {
        if (base.getHost() == null || !("http".equals(base.getScheme()) || "https".equals(base.getScheme()))) {
            throw new IllegalArgumentException("a server's address is such as http://127.0.0.1:8080, not " + base);
        }
    }

    /// The address of a route below the organization's images; `path` is empty or begins with `/` or `?`.
    public URI images(String path) {
        return route("/sourceimages/" + organization + path);
    }

    /// The address of a route, which begins with `/`.
    public URI route(String path) {
        var text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    @Override
    public String toString() {
        return "Endpoint[" + base + ", " + organization + "]";
    }
}
