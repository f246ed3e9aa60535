package io.sluice.lab.storm.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Source;
import io.sluice.command.Trail;
import io.sluice.command.UploadCommand;
import io.sluice.image.BinaryHash;
import io.sluice.image.Organization;
import io.sluice.image.Sha1;
import io.sluice.image.SourceImage;
import io.sluice.kafka.Json;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.lab.storm.cluster.ClusterData;
import io.sluice.lab.storm.expected.History;
import io.sluice.lab.storm.expected.Picture;
import io.sluice.lab.storm.expected.Pictures;
import io.sluice.lab.storm.expected.Tenant;
import io.sluice.operation.CommandId;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.store.ObjectStore;
import io.sluice.testsupport.LoopbackServer;
import io.sluice.testsupport.MemoryStore;
import io.sluice.testsupport.builder.ImageBuilder;
import io.sluice.testsupport.builder.UploadBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/// A cluster in memory that has registered some uploads: topics, a store, a node that shows what is in them, and
/// the history of the client. Tests then change one of these behind its back.
final class MemorySystem implements ClusterData, AutoCloseable {

    static final Organization ACME = new Organization("acme");
    private static final Organization COPIES = new Organization("acme-copies");

    final List<UploadCommand> uploads = new ArrayList<>();
    final List<SourceImage> images = new ArrayList<>();
    final List<Outcome> outcomes = new ArrayList<>();
    final MemoryStore store = new MemoryStore();
    final History history;

    private final Pictures pictures;
    private final LoopbackServer node;
    private final SluiceClient client;
    private final SluiceClient copies;
    private final Tenant tenant;

    MemorySystem(Path directory) throws IOException {
        history = History.in(directory.resolve("history"));
        pictures = Pictures.serve();
        node = LoopbackServer.start(exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        client = new SluiceClient(new Endpoint(node.address(), ACME, "key"));
        copies = new SluiceClient(new Endpoint(node.address(), COPIES, "key"));
        tenant = new Tenant(List.of(client), List.of(copies));
    }

    /// Uploads an image with everything that belongs to it, as operation `op-{number}`.
    Picture upload(int number) {
        var picture = pictures.picture(new UUID(number, number));
        var operation = "op-" + number;
        var bytes = pictures.content(picture).toArray();
        var digest = Sha1.digest();
        digest.update(bytes);
        var image = ImageBuilder.image(ACME, BinaryHash.of(digest))
                .name(picture.firstName())
                .stamp(number, new CommandId(operation + "#0"))
                .build();
        store.put(image.blob(), bytes);
        uploads.add(UploadBuilder.upload(operation, ACME, new Source.StoredObject(image.blob()))
                .build());
        images.add(image);
        outcomes.add(registered(number, image, true));
        accept(number, picture);
        return picture;
    }

    /// Records that the client was told that its upload has succeeded.
    void accept(int number, Picture picture) {
        tenant.pictures().add(picture);
        picture.live().settle(true, Instant.now());
        picture.register();
        history.add(
                1,
                ACME.name(),
                History.Kind.UPLOAD,
                picture.toString(),
                History.Result.SUCCEEDED,
                201,
                1,
                "op-" + number);
    }

    Picture picture(int number) {
        return pictures.picture(new UUID(number, number));
    }

    static Outcome registered(int number, SourceImage image, boolean created) {
        var envelope = new Envelope(new OperationId("op-" + number), Part.ONLY, ACME, Trail.direct(Instant.EPOCH));
        return new Outcome.Registered(envelope, Instant.EPOCH, image, created);
    }

    Tenant tenant() {
        return tenant;
    }

    @Override
    public <V> void read(Topic<V> topic, BiConsumer<String, V> each) {
        if (topic.equals(Topics.UPLOADS)) {
            uploads.forEach(upload -> each.accept(upload.operation().value(), value(topic, upload)));
        } else if (topic.equals(Topics.OUTCOMES)) {
            outcomes.forEach(outcome -> each.accept(outcome.operation().value(), value(topic, outcome)));
        } else if (topic.equals(Topics.SOURCE_IMAGES)) {
            images.forEach(image -> each.accept("acme/" + image.hash(), value(topic, image)));
        } else {
            throw new IllegalArgumentException("no check reads " + topic.name());
        }
    }

    /// Returns the value as a consumer reads it.
    private static <V> V value(Topic<V> topic, Object value) {
        try (var deserializer = topic.deserializer()) {
            return deserializer.deserialize(topic.name(), Json.MAPPER.writeValueAsBytes(value));
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + value, e);
        }
    }

    @Override
    public ObjectStore objects() {
        return store;
    }

    @Override
    public String sweep() {
        return "";
    }

    private void answer(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var path = uri.getPath();
        if (path.startsWith("/operations/")) {
            var known = outcomes.stream()
                    .anyMatch(outcome -> path.endsWith('/' + outcome.operation().value()));
            send(exchange, 200, ("{\"state\":\"" + (known ? "succeeded" : "accepted") + "\"}").getBytes(UTF_8));
        } else if (path.endsWith("/download")) {
            var found = images.stream()
                    .filter(image -> path.contains(image.hash().value()) && store.has(image.blob()))
                    .findFirst();
            if (found.isPresent()) {
                send(exchange, 200, store.bytes(found.get().blob()));
            } else {
                send(exchange, 404, "{}".getBytes(UTF_8));
            }
        } else {
            var deleted = uri.getQuery().contains("deleted=true");
            var items = Json.MAPPER.createArrayNode();
            if (path.equals("/sourceimages/acme")) {
                images.stream()
                        .filter(image -> (image.lifecycle().deleted() != null) == deleted)
                        .forEach(image -> items.addObject()
                                .put("hash", image.hash().value())
                                .put("binary_hash", image.binaryHash().value())
                                .put("name", image.name()));
            }
            send(exchange, 200, ("{\"items\":" + items + "}").getBytes(UTF_8));
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() throws IOException {
        client.close();
        copies.close();
        node.close();
        pictures.close();
        history.close();
    }
}
