package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.sluice.kafka.Json;
import io.sluice.standalone.client.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The OpenAPI document of the server, against which every answer is checked that a test receives: the route
/// must be in it with this status, and the body must match the schema, in which no field may be missing.
final class OpenApiContract {

    private static @Nullable OpenApiContract loaded;

    private final JsonNode document;
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    private OpenApiContract(JsonNode document) {
        this.document = document;
    }

    /// Returns the document, which is the same for all servers of these tests.
    static synchronized OpenApiContract of(URI base) throws IOException, InterruptedException {
        var contract = loaded;
        if (contract == null) {
            try (var client = HttpClient.newHttpClient()) {
                var request =
                        HttpRequest.newBuilder(base.resolve("/openapi.json")).build();
                contract = new OpenApiContract(Json.MAPPER.readTree(
                        client.send(request, BodyHandlers.ofByteArray()).body()));
            }
            loaded = contract;
        }
        return contract;
    }

    void check(String method, String pathAndQuery, Answer answer) {
        var path = pathAndQuery.replaceFirst("\\?.*", "");
        var operation = operation(method, path);
        if (operation.isEmpty()) {
            assertThat(answer.status())
                    .as("%s %s, which is not in the document", method, path)
                    .isIn(404, 405);
            return;
        }
        var response = operation.get().path("responses").path(Integer.toString(answer.status()));
        if (answer.status() < 400) {
            assertThat(response.isObject())
                    .as("status %d of %s %s is in the document", answer.status(), method, path)
                    .isTrue();
        }
        var type = answer.headers().firstValue("Content-Type").orElse("");
        if (type.equals("application/json") && answer.body().size() > 0) {
            var reference = answer.status() >= 400
                    ? "#/components/schemas/Error"
                    : response.at("/content/application~1json/schema/$ref").asText();
            if (!reference.isEmpty() && !path.startsWith("/health/")) {
                assertThat(schema(reference).validate(answer.json()))
                        .as("%s %s, status %d: %s", method, path, answer.status(), answer.json())
                        .isEmpty();
            }
        }
    }

    private Optional<JsonNode> operation(String method, String path) {
        var name = method.equals("COPY")
                ? "x-copy"
                : method.toLowerCase(Locale.ROOT).replace("head", "get");
        return document.path("paths").properties().stream()
                .filter(route ->
                        matches(route.getKey(), path) && route.getValue().has(name))
                .min(Comparator.comparingLong(
                        route -> route.getKey().chars().filter(c -> c == '{').count()))
                .map(route -> route.getValue().path(name));
    }

    private static boolean matches(String template, String path) {
        return Pattern.matches(template.replaceAll("\\{\\w+}", "[^/]+").replace(".", "\\."), path);
    }

    private JsonSchema schema(String reference) {
        return schemas.computeIfAbsent(reference, _ -> {
            var root = Json.MAPPER.createObjectNode().put("$ref", reference);
            root.set("components", document.path("components"));
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(root);
        });
    }
}
