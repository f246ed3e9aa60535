package io.sluice.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The location of the objects, as configured with `SLUICE_STORE_URI`.
public sealed interface StoreLocation {

    /// The folder `blobs` of the data directory.
    record DataDirectory() implements StoreLocation {}

    /// A folder in the file system.
    record Folder(Path path) implements StoreLocation {}

    /// A bucket on an S3 server.
    ///
    /// @param endpoint  address of the server
    /// @param region    region for which requests are signed
    /// @param pathStyle whether the bucket's name is in the path rather than in the host name
    record Bucket(String name, URI endpoint, String region, boolean pathStyle) implements StoreLocation {}

    /// Parses a location: the empty text for the data directory, a `file:` URI, or an `s3:` URI that names a
    /// bucket and has the parameters `endpoint`, `region` and `path-style`. Without an endpoint, the bucket
    /// is on AWS.
    ///
    /// @throws IllegalArgumentException with what is allowed in its message
    static StoreLocation parse(String text) {
        if (text.isBlank()) {
            return new DataDirectory();
        }
        try {
            if (text.startsWith("file:")) {
                var path = text.startsWith("file://") ? new URI(text).getPath() : text.substring("file:".length());
                return folder(path);
            }
            var uri = new URI(text);
            if ("s3".equals(uri.getScheme()) && uri.getAuthority() != null) {
                return bucket(uri.getAuthority(), query(uri.getRawQuery()));
            }
        } catch (URISyntaxException | InvalidPathException e) {
            throw new IllegalArgumentException("is not a URI: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(
                "must be file:/path or s3://bucket?endpoint=http://host:9000&region=us-east-1&path-style=true");
    }

    private static Folder folder(String path) {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("must name a folder, as in file:/var/lib/sluice/blobs");
        }
        return new Folder(Path.of(path));
    }

    private static Bucket bucket(String name, Map<String, String> query) {
        var known = Set.of("endpoint", "region", "path-style");
        if (!known.containsAll(query.keySet())) {
            throw new IllegalArgumentException(
                    "has the parameters " + query.keySet() + ", but only endpoint, region and path-style are known");
        }
        var endpoint = query.get("endpoint");
        var pathStyle = query.getOrDefault("path-style", Boolean.toString(endpoint != null));
        if (!Set.of("true", "false").contains(pathStyle)) {
            throw new IllegalArgumentException("path-style must be true or false, but is " + pathStyle);
        }
        return new Bucket(
                name,
                endpoint(endpoint == null ? "https://s3.amazonaws.com" : endpoint),
                query.getOrDefault("region", "us-east-1"),
                pathStyle.equals("true"));
    }

    private static URI endpoint(String text) {
        var endpoint = URI.create(text);
        if (!("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))
                || endpoint.getHost() == null) {
            throw new IllegalArgumentException("endpoint must be an address such as http://host:9000, but is " + text);
        }
        return endpoint;
    }

    private static Map<String, String> query(String text) {
        var parameters = new HashMap<String, String>();
        if (text != null) {
            Arrays.stream(text.split("&")).forEach(pair -> {
                var equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("has a parameter without a value: " + pair);
                }
                parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
            });
        }
        return parameters;
    }
}
