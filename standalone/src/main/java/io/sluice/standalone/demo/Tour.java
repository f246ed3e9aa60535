package io.sluice.standalone.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.command.Bytes;
import io.sluice.image.Organization;
import io.sluice.image.Sha1;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.sample.Sample;
import io.sluice.standalone.sample.Samples;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.Units;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The steps of the demonstration, over HTTP like any client. Every step is checked; a failure ends the
/// demonstration.
final class Tour {

    private final URI base;
    private final PrintWriter out;
    private final long began;

    /// @param began start of the program, as [System#nanoTime()]
    Tour(URI base, PrintWriter out, long began) {
        this.base = base;
        this.out = out;
        this.began = began;
    }

    /// An upload with the duration of its request.
    private record Upload(Sample sample, String asked, JsonNode image, Duration took) {}

    void run() throws IOException, InterruptedException {
        say("Ready at " + base + " after " + Units.time(since(began)) + ".\n");
        var organization = new Organization("demo");
        var signedUp =
                SluiceClient.signUp(base, organization, "demo@localhost", "").expect(201);
        say("Signed up the organization " + organization + ".\n");
        var apiKey = signedUp.json().path("api_key").asText();
        try (var client = new SluiceClient(new Endpoint(base, organization, apiKey))) {
            var uploads = List.of(
                    upload(client, Samples.jpeg(), ""),
                    upload(client, Samples.tiff(), ""),
                    upload(client, Samples.tiff(), "true"),
                    upload(client, Samples.psd(), "true"),
                    upload(client, Samples.psd(), "jpg"),
                    upload(client, Samples.animatedGif(), ""));
            say(table(uploads));
            uploadAgain(client, Samples.jpeg());
            refuse(client);
            list(client, uploads.size());
            download(client, uploads.getFirst());
        }
        say("\nEvery step succeeded. Total time: " + Units.time(since(began)) + ".");
    }

    /// Uploads a sample. The same bytes are the same image, so a repeated upload gets dynamic metadata, which
    /// makes it another image.
    private static Upload upload(SluiceClient client, Sample sample, String optimize)
            throws IOException, InterruptedException {
        var form = new MultipartForm().file("filedata[0]", sample.name(), sample.content());
        if (!optimize.isEmpty()) {
            form.field("optimize_source", optimize)
                    .field("meta_dynamic[0]", "{\"version\":{\"text\":\"optimized " + optimize + "\"}}");
        }
        var start = System.nanoTime();
        var answer = client.upload(form).expect(200);
        var took = since(start);
        var image = answer.json().path("items").path(0);
        check(
                sha1(sample.content()).equals(image.path("binary_hash").asText()),
                "the binary hash of " + sample.name(),
                answer);
        return new Upload(sample, optimize, image, took);
    }

    private static String table(List<Upload> uploads) {
        var table = new Table(
                "uploaded", "content", "optimize", "stored as", "pixels", "before", "after", "animated", "time");
        for (var upload : uploads) {
            var image = upload.image;
            table.row(
                    upload.sample.name(),
                    upload.sample.what(),
                    upload.asked,
                    image.path("mimetype").asText(),
                    image.path("width") + " × " + image.path("height"),
                    Units.bytes(upload.sample.content().size()),
                    Units.bytes(image.path("size").asLong()),
                    image.path("animated").asBoolean() ? "yes" : "no",
                    Units.time(upload.took));
        }
        return table.render() + "\n";
    }

    private void uploadAgain(SluiceClient client, Sample sample) throws IOException, InterruptedException {
        var before = client.list("?limit=1").expect(200).json().path("total").asLong();
        var again = upload(client, sample, "");
        var after = client.list("?limit=1").expect(200);
        check(after.json().path("total").asLong() == before, "the number of images after a repeated upload", after);
        say(sample.name() + " again: the same image, "
                + again.image.path("short_hash").asText() + ", in " + Units.time(again.took)
                + "; nothing was stored.");
    }

    private void refuse(SluiceClient client) throws IOException, InterruptedException {
        var text = Bytes.of("This is not an image.".getBytes(UTF_8));
        var answer = client.upload(new MultipartForm().file("filedata[0]", "photo.png", text));
        check(answer.status() == 415, "the response to a text file named photo.png", answer);
        say("A text file named photo.png: refused with " + answer.status() + ", " + answer.reason() + ".");
    }

    private void list(SluiceClient client, int expected) throws IOException, InterruptedException {
        var start = System.nanoTime();
        var answer = client.list("?limit=100").expect(200);
        var took = since(start);
        check(answer.json().path("items").size() == expected, "the list of images", answer);
        say("Listed " + answer.json().path("total") + " images in " + Units.time(took) + ".");
    }

    private void download(SluiceClient client, Upload upload) throws IOException, InterruptedException {
        var hash = upload.image.path("hash").asText();
        var start = System.nanoTime();
        var answer = client.download(hash, Map.of()).expect(200);
        var took = since(start);
        check(answer.body().equals(upload.sample.content()), "the bytes of the download", answer);
        var part = client.download(hash, Map.of("Range", "bytes=0-99")).expect(206);
        check(part.body().size() == 100, "the length of a partial download", part);
        say("Downloaded " + upload.sample.name() + " in " + Units.time(took)
                + ": identical to the upload. A range request succeeded, too.");
    }

    private void say(String text) {
        out.println(text);
        out.flush();
    }

    private static void check(boolean holds, String what, Answer answer) {
        if (!holds) {
            throw new CommandFailure(
                    what + ": unexpected response with status " + answer.status() + ", " + answer.message());
        }
    }

    private static String sha1(Bytes content) {
        var digest = Sha1.digest();
        digest.update(content.toArray());
        return Sha1.hex(digest);
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
