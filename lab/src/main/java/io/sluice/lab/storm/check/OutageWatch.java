package io.sluice.lab.storm.check;

import io.sluice.image.Organization;
import io.sluice.kafka.Json;
import io.sluice.lab.storm.client.Tenants;
import io.sluice.lab.storm.cluster.Cluster;
import io.sluice.lab.storm.expected.Picture;
import io.sluice.lab.storm.expected.Pictures;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The requests during an outage: to all processes for their health and to all nodes for an image, a change
/// and an upload, twice a second. The images are in a separate organization, which nothing else uses.
public final class OutageWatch implements AutoCloseable {

    private static final String ORGANIZATION = "storm-outages";
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final Pictures pictures;
    private final List<SluiceClient> nodes;
    private final Picture picture;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(HEALTH_TIMEOUT)
            .build();
    private int uploads;

    /// The kinds of requests.
    enum Probe {
        LIVE("/health/live"),
        READY("/health/ready"),
        READ("look"),
        CHANGE("label"),
        UPLOAD("upload");

        private final String meaning;

        Probe(String meaning) {
            this.meaning = meaning;
        }

        @Override
        public String toString() {
            return meaning;
        }
    }

    /// One response.
    ///
    /// @param at         time of the request from the beginning of the outage
    /// @param took       time until the response
    /// @param status     0 when there was none
    /// @param retryAfter whether it has a Retry-After header
    /// @param detail     the dependencies that a process waits for, or why there was no response
    record Sample(
            Probe probe, String process, Duration at, Duration took, int status, boolean retryAfter, String detail) {}

    private OutageWatch(Cluster cluster, Pictures pictures, List<SluiceClient> nodes, Picture picture) {
        this.cluster = cluster;
        this.pictures = pictures;
        this.nodes = nodes;
        this.picture = picture;
    }

    /// Prepares the requests before the outage: uploads the image to be read.
    public static OutageWatch prepare(Cluster cluster, Pictures pictures) throws IOException, InterruptedException {
        var apis = cluster.apis();
        var key = Tenants.key(apis.getFirst(), ORGANIZATION);
        var nodes = apis.stream()
                .map(api -> new SluiceClient(new Endpoint(api, new Organization(ORGANIZATION), key), REQUEST_TIMEOUT))
                .toList();
        var picture = pictures.picture(UUID.randomUUID());
        var watch = new OutageWatch(cluster, pictures, nodes, picture);
        nodes.getFirst().upload(watch.form(picture)).expect(200, 201);
        return watch;
    }

    /// Sends requests until it is closed.
    public Watching begin() {
        return new Watching();
    }

    /// Returns the number of images that were, or may have been, uploaded.
    public synchronized int uploads() {
        return uploads;
    }

    @Override
    public void close() {
        nodes.forEach(SluiceClient::close);
        http.close();
    }

    private MultipartForm form(Picture of) {
        return new MultipartForm().file("filedata", of.firstName(), pictures.content(of));
    }

    private Answer upload(SluiceClient node) throws IOException, InterruptedException {
        synchronized (this) {
            uploads++;
        }
        return node.upload(form(pictures.picture(UUID.randomUUID())));
    }

    private Answer change(SluiceClient node) throws IOException, InterruptedException {
        var body = "{\"text:label\":\"" + UUID.randomUUID() + "\"}";
        return node.send("PATCH", picture.at(node, "/meta/user"), Map.of(), body);
    }

    private Answer look(SluiceClient node) throws IOException, InterruptedException {
        return node.get(picture.at(node, ""));
    }

    /// A request with its result.
    @FunctionalInterface
    private interface Ask {
        Result run() throws IOException, InterruptedException;
    }

    private record Result(int status, boolean retryAfter, String detail) {

        static Result of(Answer answer) {
            return new Result(
                    answer.status(),
                    answer.headers().firstValue("Retry-After").isPresent(),
                    answer.status() < 300 ? "" : answer.text());
        }
    }

    private Result health(URI address, Probe probe) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address.resolve(probe.toString()))
                .timeout(HEALTH_TIMEOUT)
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        var waiting = new ArrayList<String>();
        Json.MAPPER.readTree(answer.body()).path("waiting_for").forEach(name -> waiting.add(name.toString()));
        return new Result(answer.statusCode(), false, String.join(", ", waiting));
    }

    /// The running requests.
    public final class Watching implements AutoCloseable {

        private final long began = System.nanoTime();
        private final Collection<Sample> samples = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean over = new AtomicBoolean();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        Watching() {
            for (var name : cluster.clients()) {
                var address = cluster.address(name);
                for (var probe : List.of(Probe.LIVE, Probe.READY)) {
                    repeat(probe, name.toString(), () -> health(address, probe));
                }
            }
            for (var node : nodes) {
                var name = node.endpoint().base().toString();
                repeat(Probe.READ, name, () -> Result.of(look(node)));
                repeat(Probe.CHANGE, name, () -> Result.of(change(node)));
                repeat(Probe.UPLOAD, name, () -> Result.of(upload(node)));
            }
        }

        private void repeat(Probe probe, String process, Ask ask) {
            var _ = threads.submit(() -> {
                while (!over.get()) {
                    samples.add(sample(probe, process, ask));
                    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                }
                return null;
            });
        }

        private Sample sample(Probe probe, String process, Ask ask) throws InterruptedException {
            var asked = System.nanoTime();
            Result result;
            try {
                result = ask.run();
            } catch (IOException e) {
                result = new Result(0, false, e.toString());
            }
            return new Sample(
                    probe,
                    process,
                    Duration.ofNanos(asked - began),
                    Duration.ofNanos(System.nanoTime() - asked),
                    result.status,
                    result.retryAfter,
                    result.detail);
        }

        /// Returns all responses, once it is closed.
        public List<Sample> samples() {
            return List.copyOf(samples);
        }

        /// Ends the requests and waits for the last responses.
        @Override
        public void close() {
            over.set(true);
            threads.close();
        }
    }
}
