package io.sluice.lab.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.command.Bytes;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.Endpoint;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One persistent connection to a server that uploads one image after the other. For one thread at a time.
///
/// It implements only what HTTP/1.1 (RFC 9112) requires of a client, since the benchmark shares the
/// processors with the server it measures. Measured on 2026-11-29 with JDK 25 on 2 cores, one client, after
/// 24,000 uploads each to a server in another process: an upload of 20 kB took 26 µs of CPU time here and 251
/// µs with [java.net.http.HttpClient], one of 200 kB 165 µs and 504 µs; the median latencies were 77 µs and
/// 246 µs, 254 µs and 563 µs.
public final class UploadConnection implements Load.Caller {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /// Longer than the time after which a server turns a synchronous upload into an asynchronous one.
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(3);

    private static final int LONGEST_LINE = 16 * 1024;
    private static final String BOUNDARY = "sluice-bench-7MA4YWxkTrZu0gW";
    private static final byte[] BEFORE = ascii("--" + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"filedata[0]\"; filename=\"bench.jpg\""
            + "\r\nContent-Type: application/octet-stream\r\n\r\n");
    private static final byte[] AFTER = ascii("\r\n--" + BOUNDARY + "--\r\n");

    private final Endpoint endpoint;
    private final Socket socket;
    private final InputStream input;

    /// Reused, so that a request is sent in one write.
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();

    private UploadConnection(Endpoint endpoint, Socket socket) throws IOException {
        this.endpoint = endpoint;
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream());
    }

    /// Connects to a server.
    ///
    /// @param endpoint whose organization gets the images of [#call]
    public static UploadConnection open(Endpoint endpoint) throws IOException {
        var base = endpoint.base();
        var tls = "https".equals(base.getScheme());
        var socket = tls ? SSLSocketFactory.getDefault().createSocket() : new Socket();
        try {
            socket.connect(new InetSocketAddress(base.getHost(), port(base)), (int) CONNECT_TIMEOUT.toMillis());
            socket.setSoTimeout((int) ANSWER_TIMEOUT.toMillis());
            socket.setTcpNoDelay(true);
            if (socket instanceof SSLSocket secured) {
                var parameters = secured.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secured.setSSLParameters(parameters);
            }
            return new UploadConnection(endpoint, socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static int port(URI base) {
        return base.getPort() > 0 ? base.getPort() : "https".equals(base.getScheme()) ? 443 : 80;
    }

    /// Uploads `image` and waits until it is in the catalog.
    ///
    /// @throws io.sluice.standalone.client.UnexpectedAnswerException when the server refuses it
    @Override
    public void call(byte[] image) throws IOException {
        upload(endpoint, image);
    }

    /// Uploads `image` to another organization of the same server, as [#call] does.
    public void upload(Endpoint target, byte[] image) throws IOException {
        request.reset();
        request.writeBytes(head(target, BEFORE.length + image.length + AFTER.length));
        request.writeBytes(BEFORE);
        request.writeBytes(image);
        request.writeBytes(AFTER);
        request.writeTo(socket.getOutputStream());
        var _ = answer().expect(200);
    }

    private static byte[] head(Endpoint target, int contentLength) {
        var images = target.images("");
        return ascii("POST " + images.getRawPath() + " HTTP/1.1\r\nHost: " + images.getRawAuthority() + "\r\nApi-Key: "
                + target.apiKey() + "\r\nContent-Type: multipart/form-data; boundary=" + BOUNDARY
                + "\r\nContent-Length: " + contentLength + "\r\n\r\n");
    }

    private Answer answer() throws IOException {
        var status = line().split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
            throw new ProtocolException("the server does not speak HTTP/1.1: " + String.join(" ", status));
        }
        var fields = new HashMap<String, List<String>>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            if (colon < 0) {
                throw new ProtocolException("a header without a colon: " + line);
            }
            fields.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        var body = Bytes.of(body(fields));
        return new Answer(Integer.parseInt(status[1]), HttpHeaders.of(fields, (_, _) -> true), body);
    }

    private byte[] body(Map<String, List<String>> fields) throws IOException {
        if (fields.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
            return chunks();
        }
        return exactly(Integer.parseInt(
                fields.getOrDefault("content-length", List.of("0")).getFirst()));
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        int size;
        do {
            size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
            body.writeBytes(exactly(size));
            var _ = line(); // the end of the chunk, or of the empty trailers after the last chunk
        } while (size > 0);
        return body.toByteArray();
    }

    private byte[] exactly(int count) throws IOException {
        var bytes = input.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the server closed the connection within its response");
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection before its response");
            }
            if (line.length() == LONGEST_LINE) {
                throw new ProtocolException("a line of more than " + LONGEST_LINE + " bytes");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
