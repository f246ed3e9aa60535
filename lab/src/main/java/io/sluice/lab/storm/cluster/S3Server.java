package io.sluice.lab.storm.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.image.BlobKey;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// As much of an S3 server as Sluice asks for, in front of another object store, with moods. It has one bucket, takes
/// every signature for right, and keeps the parts of unfinished uploads in memory.
public final class S3Server implements AutoCloseable {

    static final String BUCKET = "storm";

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final DateTimeFormatter HTTP_TIME = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    /// How it is.
    public enum Mood {
        WELL("is well"),
        /// Writes are refused: 507 and the code that MinIO gives.
        FULL("is full"),
        /// Two requests of three are answered with 503.
        FAILING("answers with 503"),
        /// Requests are read and not answered; their connections are closed when the mood has passed.
        HANGING("hangs");

        private final String meaning;

        Mood(String meaning) {
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }
    }

    private final ObjectStore objects;
    private final HttpServer http;
    private final Map<String, TreeMap<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();

    /// Guards `mood`, and `changed` is told of every new one.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private Mood mood = Mood.WELL;

    private S3Server(ObjectStore objects, HttpServer http) {
        this.objects = objects;
        this.http = http;
    }

    /// Serves what is in `objects`, which stays the caller's to close, after this.
    public static S3Server start(ObjectStore objects) throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var server = new S3Server(objects, http);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    int port() {
        return http.getAddress().getPort();
    }

    public void set(Mood next) {
        lock.lock();
        try {
            mood = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        set(Mood.WELL);
        http.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var writes = exchange.getRequestMethod().equals("PUT")
                    || exchange.getRequestMethod().equals("POST");
            var now = awaitAnyButHanging();
            if (now == Mood.FULL && writes) {
                error(exchange, 507, "XMinioStorageFull");
            } else if (now == Mood.FAILING && requests.incrementAndGet() % 3 != 0) {
                error(exchange, 503, "SlowDown");
            } else if (now != Mood.HANGING) {
                answerOrMiss(exchange);
            }
        }
    }

    /// @return `HANGING` when it was so and has passed, so that there is nothing to answer any more
    private Mood awaitAnyButHanging() {
        lock.lock();
        try {
            if (mood != Mood.HANGING) {
                return mood;
            }
            while (mood == Mood.HANGING) {
                changed.awaitUninterruptibly();
            }
            return Mood.HANGING;
        } finally {
            lock.unlock();
        }
    }

    private void answerOrMiss(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        try {
            answer(exchange, path.startsWith('/' + BUCKET + '/') ? path.substring(BUCKET.length() + 2) : "");
        } catch (BlobNotFoundException _) {
            error(exchange, 404, "NoSuchKey");
        }
    }

    private void answer(HttpExchange exchange, String key) throws IOException {
        var query = query(exchange);
        switch (exchange.getRequestMethod()) {
            case "HEAD", "GET" -> {
                if (key.isEmpty()) {
                    list(exchange, query);
                } else {
                    get(exchange, new BlobKey(key));
                }
            }
            case "PUT" -> put(exchange, new BlobKey(key), query);
            case "POST" -> post(exchange, new BlobKey(key), query);
            case "DELETE" -> delete(exchange, new BlobKey(key), query);
            default -> error(exchange, 405, "MethodNotAllowed");
        }
    }

    private void get(HttpExchange exchange, BlobKey key) throws IOException {
        var size = objects.size(key);
        var range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                .map(RANGE::matcher)
                .filter(matcher -> matcher.matches() && Long.parseLong(matcher.group(1)) < size);
        var from = range.map(matcher -> Long.parseLong(matcher.group(1))).orElse(0L);
        var to = range.map(matcher -> matcher.group(2))
                .filter(text -> !text.isEmpty())
                .map(text -> Math.min(Long.parseLong(text), size - 1))
                .orElse(size - 1);
        var headers = exchange.getResponseHeaders();
        headers.set("ETag", etag(key.value()));
        headers.set("Last-Modified", HTTP_TIME.format(Instant.now()));
        headers.set("Content-Type", "application/octet-stream");
        range.ifPresent(_ -> headers.set("Content-Range", "bytes " + from + '-' + to + '/' + size));
        var status = range.isPresent() ? 206 : 200;
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Long.toString(to - from + 1));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        try (var content = objects.read(key, from, to - from + 1)) {
            exchange.sendResponseHeaders(status, to - from + 1);
            content.transferTo(exchange.getResponseBody());
        }
    }

    private void put(HttpExchange exchange, BlobKey key, Map<String, String> query) throws IOException {
        var source = exchange.getRequestHeaders().getFirst("x-amz-copy-source");
        if (source != null) {
            var path = URLDecoder.decode(source, UTF_8);
            objects.copy(new BlobKey(path.substring(path.indexOf(BUCKET + '/') + BUCKET.length() + 1)), key);
            xml(
                    exchange,
                    "<CopyObjectResult><LastModified>" + now() + "</LastModified><ETag>" + etag(key.value())
                            + "</ETag></CopyObjectResult>");
            return;
        }
        var upload = query.get("uploadId");
        if (upload != null) {
            var parts = uploads.get(upload);
            if (parts == null) {
                error(exchange, 404, "NoSuchUpload");
                return;
            }
            var part = new ByteArrayOutputStream();
            receive(exchange, part);
            synchronized (parts) {
                parts.put(Integer.parseInt(query.getOrDefault("partNumber", "1")), part.toByteArray());
            }
        } else {
            try (var writer = objects.write(key)) {
                receive(exchange, writer);
                writer.complete();
            }
        }
        exchange.getResponseHeaders().set("ETag", etag(key.value()));
        exchange.sendResponseHeaders(200, -1);
    }

    /// A body that breaks off must not become an object.
    private static void receive(HttpExchange exchange, OutputStream to) throws IOException {
        var expected = Long.parseLong(exchange.getRequestHeaders().getFirst("Content-Length"));
        InputStream body = exchange.getRequestBody();
        var received = body.transferTo(to);
        if (received != expected) {
            throw new IOException("of " + expected + " bytes only " + received + " came");
        }
    }

    private void post(HttpExchange exchange, BlobKey key, Map<String, String> query) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (query.containsKey("uploads")) {
            var id = UUID.randomUUID().toString();
            uploads.put(id, new TreeMap<>());
            xml(
                    exchange,
                    "<InitiateMultipartUploadResult><Bucket>" + BUCKET + "</Bucket><Key>" + key + "</Key><UploadId>"
                            + id + "</UploadId></InitiateMultipartUploadResult>");
            return;
        }
        var parts = uploads.remove(query.getOrDefault("uploadId", ""));
        if (parts == null) {
            error(exchange, 404, "NoSuchUpload");
            return;
        }
        try (var writer = objects.write(key)) {
            for (var part : parts.values()) {
                writer.write(part);
            }
            writer.complete();
        }
        xml(
                exchange,
                "<CompleteMultipartUploadResult><Bucket>" + BUCKET + "</Bucket><Key>" + key + "</Key><ETag>"
                        + etag(key.value()) + "</ETag></CompleteMultipartUploadResult>");
    }

    private void delete(HttpExchange exchange, BlobKey key, Map<String, String> query) throws IOException {
        var upload = query.get("uploadId");
        if (upload != null) {
            uploads.remove(upload);
        } else {
            objects.delete(key);
        }
        exchange.sendResponseHeaders(204, -1);
    }

    /// All at once, or that there is a bucket.
    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        String contents;
        try (var found = objects.list(query.getOrDefault("prefix", ""))) {
            contents = found.map(object -> "<Contents><Key>" + object.key() + "</Key><LastModified>"
                            + object.modified().truncatedTo(ChronoUnit.MILLIS) + "</LastModified><ETag>"
                            + etag(object.key().value()) + "</ETag><Size>" + object.size() + "</Size></Contents>")
                    .collect(Collectors.joining());
        }
        xml(
                exchange,
                "<ListBucketResult><Name>" + BUCKET + "</Name><EncodingType>url</EncodingType>"
                        + "<IsTruncated>false</IsTruncated>" + contents + "</ListBucketResult>");
    }

    private static Map<String, String> query(HttpExchange exchange) {
        var query = exchange.getRequestURI().getRawQuery();
        return query == null
                ? Map.of()
                : Arrays.stream(query.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> pair[0],
                                pair -> pair.length == 1 ? "" : URLDecoder.decode(pair[1], UTF_8),
                                (first, _) -> first));
    }

    /// Objects are written once, so their keys stand for their contents.
    private static String etag(String key) {
        return '"' + UUID.nameUUIDFromBytes(key.getBytes(UTF_8)).toString().replace("-", "") + '"';
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        var body = exchange.getRequestMethod().equals("HEAD")
                ? new byte[0]
                : ("<Error><Code>" + code + "</Code><Message>in a storm</Message></Error>").getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        if (body.length == 0) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void xml(HttpExchange exchange, String content) throws IOException {
        var body = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + content).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }
}
