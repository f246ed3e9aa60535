package io.sluice.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.command.Bytes;
import io.sluice.standalone.client.Answer;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// A sender of any request to a server with one key; an empty key is not sent. All answers are checked against
/// the OpenAPI document.
record Requests(URI base, String key) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final UniqueJpegs JPEGS = UniqueJpegs.of(4_000);

    /// Signs up a new organization and returns its admin.
    static Requests signUp(RunningServer server, String organization) throws IOException, InterruptedException {
        try (var client = server.signUp(organization)) {
            return new Requests(server.base(), client.endpoint().apiKey());
        }
    }

    Requests as(String otherKey) {
        return new Requests(base, otherKey);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    /// @param headers names and values in turn
    Answer send(String method, String path, String body, String... headers) throws IOException, InterruptedException {
        var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return send(method, path, publisher, headers);
    }

    private Answer send(String method, String path, HttpRequest.BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofMinutes(1))
                .method(method, body);
        if (!key.isEmpty()) {
            request.header("Api-Key", key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        var response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
        var answer = new Answer(response.statusCode(), response.headers(), Bytes.of(response.body()));
        OpenApiContract.of(base).check(method, path, answer);
        return answer;
    }

    /// Uploads new unique bytes and returns the image.
    JsonNode upload(String organization) throws IOException, InterruptedException {
        return upload(organization, JPEGS.next());
    }

    JsonNode upload(String organization, byte[] content, String... fields) throws IOException, InterruptedException {
        return uploadForm(organization, content, fields)
                .expect(200)
                .json()
                .path("items")
                .path(0);
    }

    /// @param fields names and values in turn
    Answer uploadForm(String organization, byte[] content, String... fields) throws IOException, InterruptedException {
        var boundary = "boundary-of-these-tests";
        var form = new StringBuilder();
        for (var i = 0; i < fields.length; i += 2) {
            form.append("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(boundary, fields[i], fields[i + 1]));
        }
        form.append("--%s\r\nContent-Disposition: form-data; name=\"filedata\"; filename=\"a.jpg\"\r\n\r\n"
                .formatted(boundary));
        var body = BodyPublishers.concat(
                BodyPublishers.ofString(form.toString()),
                BodyPublishers.ofByteArray(content),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        return send(
                "POST",
                "/sourceimages/" + organization,
                body,
                "Content-Type",
                "multipart/form-data; boundary=" + boundary);
    }

    static byte[] uniqueImage() {
        return JPEGS.next();
    }
}
