package io.sluice.ingest.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.kafka.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The description of all routes as an OpenAPI document (version 3.1), made of the route table. The schemas
/// are in a resource; a route names them.
final class OpenApi {

    private static final String COMPONENTS = "openapi-components.json";
    private static final String SCHEMAS = "#/components/schemas/";
    private static final Description.Content ERROR = Description.Content.json("Error");
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{(\\w+)}");

    private static final Map<String, String> PATH_PARAMETERS = Map.of(
            "organization", "name of an organization",
            "hash", "hash or short hash of an image",
            "user", "id of a user",
            "id", "the id",
            "name", "name of a metadata field",
            "version", "hash of all files",
            "directory", "directory of a file",
            "file", "name of a file");

    private static final Map<Integer, String> STATUS = Map.ofEntries(
            Map.entry(200, "success"),
            Map.entry(201, "created, or another image"),
            Map.entry(202, "accepted, the result follows"),
            Map.entry(204, "success without a body"),
            Map.entry(206, "a part of the bytes"),
            Map.entry(304, "unchanged since the version with this ETag"),
            Map.entry(400, "the request is malformed"),
            Map.entry(401, "the token is not valid, with invalid_authentication"),
            Map.entry(403, "the key is missing or wrong, with invalid_authentication, or its roles do not suffice"),
            Map.entry(404, "there is no such thing"),
            Map.entry(408, "the body arrived too slowly"),
            Map.entry(409, "it contradicts what there is"),
            Map.entry(412, "the image exists and is not to be overwritten"),
            Map.entry(413, "a file is too large"),
            Map.entry(415, "the content is not supported"),
            Map.entry(416, "the range is outside of the bytes"),
            Map.entry(422, "the content cannot be processed"),
            Map.entry(423, "an image is locked"),
            Map.entry(429, "too many requests, to be retried after the time in Retry-After"),
            Map.entry(503, "not available now, to be retried after the time in Retry-After"));

    private OpenApi() {}

    /// Returns the document.
    ///
    /// @throws IllegalStateException when a route names a schema that does not exist
    static ObjectNode of(List<Route> routes) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("openapi", "3.1.0");
        json.putObject("info")
                .put("title", "Sluice")
                .put("version", "1")
                .put("description", "An ingestion pipeline for source images. Every GET also answers HEAD.");
        json.putArray("servers").addObject().put("url", "/");
        var components = components();
        var paths = json.putObject("paths");
        for (var route : routes) {
            var path = paths.withObjectProperty(route.path());
            if (path.isEmpty()) {
                addPathParameters(path, route.path());
            }
            addOperation(path, route, components);
        }
        json.set("components", components);
        return json;
    }

    private static ObjectNode components() {
        try (var content = OpenApi.class.getResourceAsStream(COMPONENTS)) {
            if (content == null) {
                throw new IllegalStateException("the resource " + COMPONENTS + " is missing");
            }
            return (ObjectNode) Json.MAPPER.readTree(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addPathParameters(ObjectNode item, String path) {
        var names = PATH_PARAMETER
                .matcher(path)
                .results()
                .map(match -> match.group(1))
                .toList();
        if (!names.isEmpty()) {
            var parameters = item.putArray("parameters");
            names.forEach(name -> addParameter(
                    parameters,
                    new Description.Parameter("path", name, "string", PATH_PARAMETERS.getOrDefault(name, name)),
                    true));
        }
    }

    /// OpenAPI has fixed methods only; `COPY` is an extension.
    private static void addOperation(ObjectNode path, Route route, ObjectNode components) {
        var method = route.method().name().toLowerCase(Locale.ROOT);
        var operation = path.putObject(method.equals("copy") ? "x-copy" : method);
        var description = route.description();
        operation.put("summary", description.summary());
        operation.put("x-access", route.access());
        var isOpen = route.access().equals(Route.EVERYBODY);
        var security = operation.putArray("security");
        if (!isOpen) {
            security.addObject().putArray("apiKey");
            security.addObject().putArray("token");
        }
        if (!description.parameters().isEmpty()) {
            var parameters = operation.putArray("parameters");
            description.parameters().forEach(parameter -> addParameter(parameters, parameter, false));
        }
        if (description.body() != null) {
            addContent(operation.putObject("requestBody"), description.body(), components);
        }
        var answers = operation.putObject("responses");
        description.answers().forEach((status, content) -> addAnswer(answers, status, content, components));
        for (var status : isOpen ? List.of(429, 503) : List.of(400, 401, 403, 429, 503)) {
            if (!answers.has(status.toString())) {
                addAnswer(answers, status, ERROR, components);
            }
        }
        if (route.path().contains("{hash}") && !answers.has("404")) {
            addAnswer(answers, 404, ERROR, components);
        }
    }

    private static void addParameter(ArrayNode parameters, Description.Parameter parameter, boolean isRequired) {
        var json = parameters.addObject();
        json.put("name", parameter.name());
        json.put("in", parameter.in());
        json.put("description", parameter.text());
        if (isRequired) {
            json.put("required", true);
        }
        json.putObject("schema").put("type", parameter.type());
    }

    private static void addAnswer(ObjectNode answers, int status, Description.Content content, ObjectNode components) {
        if (content.equals(ERROR)) {
            addError(answers, status, components);
            return;
        }
        var answer = answers.putObject(Integer.toString(status));
        answer.put("description", STATUS.getOrDefault(status, "status " + status));
        addContent(answer, content, components);
    }

    /// Errors of one status are alike, and described once.
    private static void addError(ObjectNode answers, int status, ObjectNode components) {
        var name = "Error" + status;
        var shared = components.withObjectProperty("responses");
        if (!shared.has(name)) {
            var error = shared.putObject(name);
            error.put("description", STATUS.getOrDefault(status, "status " + status));
            addContent(error, ERROR, components);
        }
        answers.putObject(Integer.toString(status)).put("$ref", "#/components/responses/" + name);
    }

    private static void addContent(ObjectNode target, Description.Content content, ObjectNode components) {
        if (content.mediaType().isEmpty()) {
            return;
        }
        var media = target.putObject("content").putObject(content.mediaType());
        if (!content.schema().isEmpty()) {
            var schema = components.path("schemas").path(content.schema());
            if (schema.isMissingNode()) {
                throw new IllegalStateException("there is no schema " + content.schema());
            }
            media.putObject("schema").put("$ref", SCHEMAS + content.schema());
            example(schema, media);
        }
    }

    private static void example(JsonNode schema, ObjectNode media) {
        var example = schema.at("/examples/0");
        if (!example.isMissingNode()) {
            media.set("example", example);
        }
    }
}
