package io.sluice.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.command.Bytes;
import io.sluice.image.BinaryHash;
import io.sluice.image.Organization;
import io.sluice.kafka.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

/// Talks to a Sluice server. Safe for use by many threads; every call blocks until its answer is there.
///
/// Answers come back whatever their status; an [IOException] means that there was none.
public final class SluiceClient implements AutoCloseable {

    /// Longer than a server waits before it turns a synchronous upload into an asynchronous one.
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final Endpoint endpoint;
    private final Duration timeout;
    private final HttpClient http;

    public SluiceClient(Endpoint endpoint) {
        this(endpoint, TIMEOUT);
    }

    /// @param timeout longest wait for an answer
    public SluiceClient(Endpoint endpoint, Duration timeout) {
        this.endpoint = endpoint;
        this.timeout = timeout;
        this.http = http();
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /// Signs up: makes an organization and its first user, at the server `base`.
    ///
    /// @param rootKey the operator's key, when signing up needs it; empty otherwise
    /// @return the answer, whose `api_key` is told this once
    public static Answer signUp(URI base, Organization organization, String email, String rootKey)
            throws IOException, InterruptedException {
        var body = Json.MAPPER
                .createObjectNode()
                .put("email", email)
                .put("organization", organization.name())
                .toString();
        try (var http = http()) {
            var request = HttpRequest.newBuilder(base.resolve("/users"))
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body));
            if (!rootKey.isEmpty()) {
                request.header("Api-Key", rootKey);
            }
            return send(http, request.build());
        }
    }

    /// Uploads a form of files, URLs and metadata.
    public Answer upload(MultipartForm form) throws IOException, InterruptedException {
        return upload(form, Map.of());
    }

    /// Uploads a form with further headers, such as `Prefer` or `Idempotency-Key`.
    public Answer upload(MultipartForm form, Map<String, String> headers) throws IOException, InterruptedException {
        var request = request(endpoint.images(""))
                .header("Content-Type", form.contentType())
                .POST(form.body());
        headers.forEach(request::header);
        return send(http, request.build());
    }

    /// The image with this hash or short hash.
    public Answer image(String hash) throws IOException, InterruptedException {
        return get(endpoint.images("/" + hash));
    }

    /// Images of the organization; `query` is empty or begins with `?`.
    public Answer list(String query) throws IOException, InterruptedException {
        return get(endpoint.images(query));
    }

    /// An operation, by the `Location` of a 202 or by `/operations/{id}`.
    public Answer operation(String location) throws IOException, InterruptedException {
        return get(endpoint.base().resolve(location));
    }

    /// The stored bytes, all of them in memory.
    public Answer download(String hash, Map<String, String> headers) throws IOException, InterruptedException {
        var request = request(endpoint.images("/" + hash + "/download")).GET();
        headers.forEach(request::header);
        return send(http, request.build());
    }

    /// The stored bytes as they arrive; the caller closes the stream.
    public InputStream open(String hash) throws IOException, InterruptedException {
        var response = http.send(
                request(endpoint.images("/" + hash + "/download")).GET().build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (var body = response.body()) {
                var answer = new Answer(response.statusCode(), response.headers(), Bytes.of(body.readAllBytes()));
                throw new UnexpectedAnswerException(answer);
            }
        }
        return response.body();
    }

    /// Those of `binaryHashes`, at most 1,000, that the organization has an image of.
    public Set<BinaryHash> existing(Collection<BinaryHash> binaryHashes) throws IOException, InterruptedException {
        var body = Json.MAPPER.createObjectNode();
        var array = body.putArray("binary_hashes");
        binaryHashes.forEach(hash -> array.add(hash.value()));
        var answer = send(
                        http,
                        request(endpoint.images("/exists"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body.toString()))
                                .build())
                .expect(200);
        var existing = new HashSet<BinaryHash>();
        for (JsonNode hash : answer.json().path("existing")) {
            existing.add(new BinaryHash(hash.asText()));
        }
        return existing;
    }

    /// Any route and method, with an empty body.
    public Answer send(String method, URI address, Map<String, String> headers)
            throws IOException, InterruptedException {
        return send(method, address, headers, "");
    }

    /// Any route and method.
    public Answer send(String method, URI address, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        var request = request(address)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(http, request.build());
    }

    /// Any route, for what has no method here.
    public Answer get(URI address) throws IOException, InterruptedException {
        return send(http, request(address).GET().build());
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(timeout).header("Api-Key", endpoint.apiKey());
    }

    private static HttpClient http() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    private static Answer send(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        var response = http.send(request, BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.headers(), Bytes.of(response.body()));
    }
}
