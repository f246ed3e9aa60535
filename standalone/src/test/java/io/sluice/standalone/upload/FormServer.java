package io.sluice.standalone.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.sluice.image.Organization;
import io.sluice.image.Sha1;
import io.sluice.kafka.Json;
import io.sluice.standalone.client.Endpoint;
import io.sluice.testsupport.LoopbackServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/// A fake server that decides on each file of a form by itself, as with `Prefer: handling=lenient`: it refuses files
/// that begin with `bad`, and a form with an empty file as a whole.
public final class FormServer implements AutoCloseable {

    private static final Pattern PART = Pattern.compile(
            "name=\"(?<field>[^\"]*)\"(?:; filename=\"(?<name>[^\"]*)\")?.*?\\r\\n\\r\\n(?<content>.*)\\r\\n",
            Pattern.DOTALL);

    private final LoopbackServer server;
    private final List<Form> forms = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedDeque<Fault> faults = new ConcurrentLinkedDeque<>();
    private final Map<String, ObjectNode> operations = new ConcurrentHashMap<>();

    /// A form that was received.
    ///
    /// @param key    idempotency key
    /// @param prefer preferences; empty for none
    /// @param files  the files in order
    /// @param fields values of the other fields
    public record Form(String key, String prefer, List<File> files, Map<String, String> fields) {

        public List<String> names() {
            return files.stream().map(File::name).toList();
        }
    }

    public record File(String field, String name, String content) {}

    /// What happens to one form.
    public sealed interface Fault {

        /// The form is accepted, but the connection ends before an answer.
        record Lost(Runnable before) implements Fault {}

        /// The form is refused with a status.
        record Status(int status) implements Fault {}

        /// The form is answered with 202 before its result.
        record Later() implements Fault {}
    }

    private FormServer(List<Fault> faults) throws IOException {
        this.faults.addAll(faults);
        this.server = LoopbackServer.start(this::answer);
    }

    /// Starts a server that has one fault after the other, and none after them.
    public static FormServer start(Fault... faults) throws IOException {
        return new FormServer(List.of(faults));
    }

    public Endpoint endpoint() {
        return new Endpoint(server.address(), new Organization("acme"), "key");
    }

    public List<Form> forms() {
        return List.copyOf(forms);
    }

    /// Returns the result of a file with this content.
    public static Result.Uploaded stored(String content) {
        return new Result.Uploaded("image-" + hash(content), hash(content));
    }

    @Override
    public void close() {
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
            var path = exchange.getRequestURI().getPath();
            if (path.endsWith("/exists")) {
                send(exchange, 200, Json.MAPPER.createObjectNode());
            } else if (path.startsWith("/operations/")) {
                send(exchange, 200, Objects.requireNonNull(operations.get(path.substring(path.lastIndexOf('/') + 1))));
            } else if (path.equals("/health/ready")) {
                exchange.sendResponseHeaders(200, -1);
            } else {
                upload(exchange, form(exchange, body));
            }
        }
    }

    private void upload(HttpExchange exchange, Form form) throws IOException {
        forms.add(form);
        switch (faults.poll()) {
            case Fault.Lost(var before) -> before.run();
            case Fault.Status(var status) -> send(exchange, status, Json.MAPPER.createObjectNode());
            case Fault.Later _ -> {
                operations.put(form.key, operation(form));
                exchange.getResponseHeaders().add("Location", "/operations/" + form.key);
                send(exchange, 202, Json.MAPPER.createObjectNode());
            }
            case null -> decide(exchange, form);
        }
    }

    private void decide(HttpExchange exchange, Form form) throws IOException {
        var operation = operation(form);
        if (form.files.stream().anyMatch(file -> file.content.isEmpty())) {
            send(exchange, 400, refusal("empty-file"));
        } else if (operation.path("state").asText().equals("rejected")) {
            operations.put(form.key, operation);
            exchange.getResponseHeaders().add("Sluice-Operation", form.key);
            send(exchange, 415, refusal("unsupported-format"));
        } else {
            var answer = Json.MAPPER.createObjectNode();
            answer.set("items", operation.path("items"));
            send(exchange, 200, answer);
        }
    }

    private static ObjectNode operation(Form form) {
        var operation = Json.MAPPER.createObjectNode();
        var parts = operation.putArray("parts");
        var images = Json.MAPPER.createArrayNode();
        for (var file : form.files) {
            var part = parts.addObject();
            if (file.content.startsWith("bad")) {
                part.put("state", "rejected").put("reason", "unsupported-format");
            } else {
                part.put("state", "succeeded").set("item", image(file));
                images.add(image(file));
            }
        }
        var isStored = images.size() == form.files.size();
        operation.put("state", isStored ? "succeeded" : "rejected");
        return isStored ? operation.set("items", images) : operation.setAll(refusal("unsupported-format"));
    }

    private static ObjectNode image(File file) {
        return Json.MAPPER
                .createObjectNode()
                .put("hash", stored(file.content).hash())
                .put("binary_hash", hash(file.content));
    }

    private static ObjectNode refusal(String reason) {
        return Json.MAPPER.createObjectNode().put("reason", reason).put("message", "It was refused");
    }

    private static Form form(HttpExchange exchange, String body) {
        var headers = exchange.getRequestHeaders();
        var type = headers.getFirst("Content-Type");
        var files = new ArrayList<File>();
        var fields = new HashMap<String, String>();
        for (var text : body.split("--" + type.substring(type.indexOf("boundary=") + "boundary=".length()), -1)) {
            var part = PART.matcher(text);
            if (part.find() && part.group("name") != null) {
                files.add(new File(part.group("field"), part.group("name"), part.group("content")));
            } else if (part.hasMatch()) {
                fields.put(part.group("field"), part.group("content"));
            }
        }
        var prefer = headers.getFirst("Prefer");
        return new Form(headers.getFirst("Idempotency-Key"), prefer == null ? "" : prefer, files, fields);
    }

    private static String hash(String content) {
        var digest = Sha1.digest();
        digest.update(content.getBytes(ISO_8859_1));
        return Sha1.hex(digest);
    }

    private static void send(HttpExchange exchange, int status, JsonNode json) throws IOException {
        var body = Json.MAPPER.writeValueAsBytes(json);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
