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
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

/// An HTTP client of a Sluice server. Thread-safe; every call blocks until the response has arrived.
///
/// Responses are returned whatever their status; an [UnreachableException] means that there was no response.
public final class SluiceClient implements AutoCloseable {

    /// Longer than the time after which a server responds to a synchronous upload with status 202.
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final Endpoint endpoint;
    private final Duration timeout;
    private final HttpClient http;

    public SluiceClient(Endpoint endpoint) {
        this(endpoint, TIMEOUT);
    }

    /// @param timeout maximum wait for a response
    public SluiceClient(Endpoint endpoint, Duration timeout) {
        this.endpoint = endpoint;
        this.timeout = timeout;
        this.http = http();
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /// Signs up at the server `base`: creates an organization and its first user.
    ///
    /// @param rootKey the operator's key if signing up requires it; empty otherwise
    /// @return the response, which is the only one that contains the `api_key`
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

    /// Uploads a form with additional headers, such as `Prefer` or `Idempotency-Key`.
    public Answer upload(MultipartForm form, Map<String, String> headers) throws IOException, InterruptedException {
        var request = request(endpoint.images(""))
                .header("Content-Type", form.contentType())
                .POST(form.body());
        headers.forEach(request::header);
        return send(http, request.build());
    }

    /// Reads the image with this hash or short hash.
    public Answer image(String hash) throws IOException, InterruptedException {
        return get(endpoint.images("/" + hash));
    }

    /// Lists images of the organization; `query` is empty or starts with `?`.
    public Answer list(String query) throws IOException, InterruptedException {
        return get(endpoint.images(query));
    }

    /// Reads an operation, by the `Location` of a 202 or as `/operations/{id}`.
    public Answer operation(String location) throws IOException, InterruptedException {
        return get(endpoint.base().resolve(location));
    }

    /// Downloads the stored bytes into memory.
    public Answer download(String hash, Map<String, String> headers) throws IOException, InterruptedException {
        var request = request(endpoint.images("/" + hash + "/download")).GET();
        headers.forEach(request::header);
        return send(http, request.build());
    }

    /// Downloads the stored bytes as a stream, which the caller closes.
    public InputStream open(String hash) throws IOException, InterruptedException {
        var response = send(
                http, request(endpoint.images("/" + hash + "/download")).GET().build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (var body = response.body()) {
                var answer = new Answer(response.statusCode(), response.headers(), Bytes.of(body.readAllBytes()));
                throw new UnexpectedAnswerException(answer);
            }
        }
        return response.body();
    }

    /// Returns those of `binaryHashes`, at most 1,000, for which the organization has an image.
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

    /// Sends a request with an empty body, for routes without a method here.
    public Answer send(String method, URI address, Map<String, String> headers)
            throws IOException, InterruptedException {
        return send(method, address, headers, "");
    }

    /// Sends a request, for routes without a method here.
    public Answer send(String method, URI address, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        var request = request(address)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(http, request.build());
    }

    /// Sends a GET request, for routes without a method here.
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
        var response = send(http, request, BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.headers(), Bytes.of(response.body()));
    }

    private static <T> HttpResponse<T> send(HttpClient http, HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            var uri = request.uri();
            throw new UnreachableException(uri.getScheme() + "://" + uri.getAuthority(), e);
        }
    }
}
