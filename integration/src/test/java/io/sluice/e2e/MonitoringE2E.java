package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.kafka.Json;
import io.sluice.kafka.Topics;
import io.sluice.testsupport.LoopbackServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Compares the metrics that a running server shows with those that alerts, recording rules, dashboards and
/// scalers query, and with the documentation.
@ExtendWith(RunningServer.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringE2E {

    private static final Path MONITORING = Path.of("..", "docs", "monitoring");
    private static final Path DASHBOARD = MONITORING.resolve("grafana/dashboards/sluice.json");
    private static final Path SCALERS = Path.of("..", "deploy", "helm", "sluice", "templates", "scaledobjects.yaml");
    private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /// Parts of a query that contain no names of metrics: texts, matchers, ranges and lists of labels.
    private static final Pattern NO_METRICS =
            Pattern.compile("\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(by|without|on|ignoring)\\s*\\([^)]*\\)");

    private static final Pattern NAME = Pattern.compile("(?<![\\w.])[a-zA-Z_:][\\w:]*");
    private static final Pattern MATCHED_NAME = Pattern.compile("__name__=~\"([^\"]*)\"");

    /// The functions and operators that the queries use. Another name is taken for a metric.
    private static final Set<String> LANGUAGE =
            Set.of("sum", "max", "rate", "increase", "changes", "absent", "vector", "offset", "and", "or");

    /// The series that Prometheus adds itself.
    private static final String UP = "up";

    private final Map<String, String> queries = new TreeMap<>();
    private final Set<String> recorded = new TreeSet<>();
    private final Set<String> alerts = new TreeSet<>();

    @BeforeAll
    void readQueries() throws IOException {
        for (var file : new String[] {"alerts.yml", "objectives.yml"}) {
            for (var rule : YAML.readTree(MONITORING.resolve(file).toFile())
                    .path("groups")
                    .findValues("rules")) {
                rule.forEach(one -> {
                    queries.put(one.path("expr").asText(), file);
                    add(recorded, one.path("record"));
                    add(alerts, one.path("alert"));
                });
            }
        }
        var panels = Json.MAPPER.readTree(DASHBOARD.toFile());
        panels.findValuesAsText("expr").forEach(query -> queries.put(query, DASHBOARD.toString()));
        Pattern.compile("printf \"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(Files.readString(SCALERS))
                .results()
                .map(found -> found.group(1).replace("\\\"", "\"").replace("%s", ""))
                .forEach(query -> queries.put(query, SCALERS.toString()));
    }

    @Test
    void everyQueryNamesMetricsThatAreScraped(RunningServer server) throws Exception {
        causeEvents(server);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(unknown(scrape(server)))
                        .as("queries of metrics that do not exist")
                        .isEmpty());
        assertThat(queries.values()).contains("alerts.yml", "objectives.yml", DASHBOARD.toString(), SCALERS.toString());
    }

    @Test
    void theObjectivesAreBucketsOfHistograms(RunningServer server) throws Exception {
        Requests.signUp(server, "objectives").upload("objectives");

        await().untilAsserted(() -> assertThat(metrics(server))
                .containsPattern("sluice_http_requests_seconds_bucket\\{[^}]*le=\"1\\.0\"}")
                .containsPattern("sluice_upload_seconds_bucket\\{le=\"60\\.0\"} [1-9]"));
    }

    @Test
    void theDocumentationListsEveryAlertAndOnlyMetricsThatExist(RunningServer server) throws Exception {
        var page = Files.readString(OPERATIONS);
        assertThat(alerts)
                .hasSizeGreaterThan(15)
                .allSatisfy(alert -> assertThat(page).contains("| `" + alert + "` |"));

        causeEvents(server);
        var documented = Pattern.compile("`(sluice_[a-z_]+)")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).hasSizeGreaterThan(40);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var scraped = scrape(server);
            assertThat(documented)
                    .allSatisfy(
                            name -> assertThat(scraped).anyMatch(it -> it.equals(name) || it.equals(name + "_count")));
        });
    }

    /// Causes an event of each kind that is counted from its first time on.
    private static void causeEvents(RunningServer server) throws Exception {
        var organization = "monitored-" + System.nanoTime();
        var admin = Requests.signUp(server, organization);
        var hash = admin.upload(organization).path("hash").asText();
        admin.as("0".repeat(64)).get("/user").expect(403);
        admin.send("PUT", "/organizations/" + organization + "-copies", "").expect(201);
        admin.send("POST", "/sourceimages/" + organization + "/copy-all", "", "Destination", organization + "-copies")
                .expect(202);
        try (var producer = server.kafka().producer("malformed-commands")) {
            producer.send(new ProducerRecord<>(Topics.CATALOG_COMMANDS.name(), hash, "{".getBytes(UTF_8)))
                    .get(10, TimeUnit.SECONDS);
        }
        deliverAMessage(server, admin, organization);
    }

    private static void deliverAMessage(RunningServer server, Requests admin, String organization) throws Exception {
        var path = "/organizations/" + organization + "/options/webhook";
        try (var receiver = LoopbackServer.start().serve("/hook", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        })) {
            admin.send(
                            "PUT",
                            path,
                            "{\"url\":\"%s\",\"secret\":\"a-secret-of-this-test\"}".formatted(receiver.url("/hook")))
                    .expect(201);
            admin.send("POST", path + "/test", "").expect(202);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(scrape(server)).contains("sluice_webhooks_deliveries_total"));
            admin.send("DELETE", path, "").expect(204);
        }
    }

    /// Returns the names that no metric has, with the files that query them.
    private Map<String, String> unknown(Set<String> scraped) {
        var unknown = new TreeMap<String, String>();
        BiConsumer<String, String> check = (name, file) -> {
            if (!scraped.contains(name) && !recorded.contains(name) && !name.equals(UP)) {
                unknown.put(name, file);
            }
        };
        queries.forEach((query, file) -> {
            names(query).forEach(name -> check.accept(name, file));
            MATCHED_NAME.matcher(query).results().forEach(found -> {
                if (scraped.stream().noneMatch(name -> name.matches(found.group(1)))) {
                    unknown.put(found.group(1), file);
                }
            });
        });
        return unknown;
    }

    private static Set<String> names(String query) {
        var names = NAME.matcher(NO_METRICS.matcher(query).replaceAll(" "))
                .results()
                .map(MatchResult::group)
                .filter(name -> !LANGUAGE.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        return names;
    }

    private static Set<String> scrape(RunningServer server) throws IOException, InterruptedException {
        return metrics(server)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String metrics(RunningServer server) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.base().resolve("/metrics")).build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    private static void add(Set<String> names, JsonNode name) {
        if (name.isTextual()) {
            names.add(name.asText());
        }
    }
}
