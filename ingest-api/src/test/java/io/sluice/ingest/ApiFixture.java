package io.sluice.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.account.ApiKey;
import io.sluice.account.Limits;
import io.sluice.account.Membership;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.OrganizationOptions;
import io.sluice.account.Role;
import io.sluice.account.UserAccount;
import io.sluice.account.UserId;
import io.sluice.config.Settings;
import io.sluice.image.Organization;
import io.sluice.ingest.door.FrontDoor;
import io.sluice.ingest.event.Changes;
import io.sluice.ingest.operation.OutageGuard;
import io.sluice.ingest.preview.SideWork;
import io.sluice.ingest.route.ViewAge;
import io.sluice.ingest.token.Tokens;
import io.sluice.ingest.upload.admission.Admission;
import io.sluice.ingest.upload.admission.Backlog;
import io.sluice.kafka.Json;
import io.sluice.operation.CommandId;
import io.sluice.precedence.Precedence;
import io.sluice.service.Readiness;
import io.sluice.testsupport.Form;
import io.sluice.testsupport.MemoryStore;
import io.sluice.watch.Reachability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The API on a free port with a pipeline of fakes behind it, an organization "acme" and an admin's key for
/// it.
final class ApiFixture implements AutoCloseable {

    private static final Map<String, String> SETTINGS = Map.of(
            "SLUICE_HTTP_PORT", "0",
            "SLUICE_SYNC_TIMEOUT", "10s",
            "SLUICE_HTTP_IDLE_TIMEOUT", "10s",
            "SLUICE_MAX_FILE_BYTES", "1000000",
            "SLUICE_MAX_CONCURRENT_UPLOADS", "8",
            "SLUICE_TOKEN_KEY", "the-token-key-of-these-tests-0123");

    static final Organization ACME = new Organization("acme");

    final MemoryStore store = new MemoryStore();
    final FakePipeline pipeline = new FakePipeline(store);
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final AtomicReference<Backlog> backlog = new AtomicReference<>(Backlog.NONE);
    /// How much later it is for tokens.
    final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    final AtomicBoolean ready = new AtomicBoolean(true);
    final String key;

    private final ApiConfig config;
    final AtomicReference<@Nullable Instant> kafkaAwaySince = new AtomicReference<>();
    final AtomicReference<@Nullable Instant> storeAwaySince = new AtomicReference<>();

    private final Path directory;
    private final SideWork side;
    private FrontDoor door;
    private IngestApi api;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<UserId, Membership> members = new HashMap<>();
    private Limits limits = Limits.NONE;

    ApiFixture() {
        this(Map.of());
    }

    /// @param settings settings that differ from those of other tests
    ApiFixture(Map<String, String> settings) {
        this(config(settings));
    }

    ApiFixture(ApiConfig config) {
        this.config = config;
        directory = temporaryDirectory();
        side = SideWork.open(
                store, directory, config.previews(), config.uploads().maxPixels(), registry);
        key = addMember(Role.ADMIN);
        door = open();
        api = start();
    }

    /// Returns the configuration of tests with other values for these settings.
    static ApiConfig config(Map<String, String> settings) {
        var environment = new HashMap<>(SETTINGS);
        environment.putAll(settings);
        var all = new Settings(environment);
        var config = ApiConfig.from(all);
        all.check();
        return config;
    }

    private FrontDoor open() {
        return FrontDoor.open(
                config.door(),
                new Readiness()
                        .add("always", () -> true)
                        .add("switch", ready::get)
                        .complete(),
                registry);
    }

    private IngestApi start() {
        pipeline.changes = new Changes();
        Reachability reachability = () -> Optional.ofNullable(kafkaAwaySince.get());
        var views = new ApiDependencies.Views(
                pipeline.images,
                pipeline.accounts,
                pipeline.operations,
                pipeline.jobs,
                new ApiDependencies.Kept(_ -> pipeline.usage, Map::of, pipeline.webhooks, pipeline.archive),
                pipeline.changes,
                ViewAge.of(reachability, Clock.systemUTC(), List.of()));
        var precedence = Precedence.ofThisProcess(registry);
        var admission = new Admission(config.uploads().admission(), backlog::get, System::nanoTime);
        var dependencies = new ApiDependencies(
                store,
                pipeline,
                views,
                new ApiDependencies.OutcomeConsumers(pipeline.pending, pipeline.converted, pipeline.throughput),
                new ApiDependencies.ImageWork(admission, pipeline::identify, side, precedence),
                new OutageGuard(reachability, () -> Optional.ofNullable(storeAwaySince.get())),
                new Tokens(
                        config.access().tokenKey(directory), () -> Instant.now().plus(ahead.get())),
                new ApiDependencies.Measures(registry, Clock.systemUTC()));
        return IngestApi.start(config, dependencies, door);
    }

    /// A key of a new user who is a member of acme with these roles, or of nothing when there are none.
    String addMember(Role... roles) {
        var user = UserId.random();
        var fresh = ApiKey.generate(user, Instant.now(), "");
        pipeline.put(new UserAccount(
                user,
                new Organization("acme"),
                "someone@example.org",
                List.of(fresh.stored()),
                new CommandId("test#0")));
        if (roles.length > 0) {
            members.put(user, new Membership(new TreeSet<>(List.of(roles)), ""));
        }
        addOrganization(ACME);
        return fresh.plain();
    }

    /// What the operator allows acme.
    void limit(Limits limits) {
        this.limits = limits;
        addOrganization(ACME);
    }

    /// An organization with the members that acme has.
    void addOrganization(Organization name) {
        pipeline.put(new OrganizationAccount(
                name,
                UUID.randomUUID(),
                name.name(),
                "billing@example.org",
                Instant.now(),
                members,
                new CommandId("test#0"),
                new OrganizationOptions(null, limits)));
    }

    int port() {
        return door.port();
    }

    HttpRequest.Builder request(String path) {
        return stranger(path).header("Api-Key", key);
    }

    /// A request without a key.
    HttpRequest.Builder stranger(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    Reply get(String path) {
        return send(request(path).GET());
    }

    Reply post(String path, Form form) {
        return send(request(path)
                .header("Content-Type", form.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.bytes())));
    }

    Reply upload(Form form) {
        return post("/sourceimages/acme", form);
    }

    Reply send(HttpRequest.Builder request) {
        try {
            return new Reply(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The value of a series on the metrics page, 0 when it is not there.
    double metric(String series) {
        return new String(get("/metrics").body(), UTF_8)
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /// A raw connection, for what no HTTP library would send.
    Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// Sends `request` as it is and reads until the server closes the connection.
    String exchange(String request) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /// Whether new requests are taken on.
    boolean accepts() {
        return get("/").status() == 200;
    }

    /// Another node, as it were: it remembers nothing of what this one accepted.
    void restartServer() {
        api.close();
        api = start();
    }

    void stopServer() {
        api.close();
        door.close();
    }

    @Override
    public void close() {
        client.close();
        api.close();
        door.close();
        side.close();
        try {
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("sluice-api-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An answer.
    record Reply(HttpResponse<byte[]> response) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        byte[] body() {
            return response.body();
        }

        JsonNode json() {
            try {
                return Json.MAPPER.readTree(new String(body(), UTF_8));
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + new String(body(), UTF_8), e);
            }
        }

        String reason() {
            return json().path("reason").asText();
        }
    }
}
