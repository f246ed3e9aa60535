package io.sluice.lab.storm.client;

import io.sluice.lab.storm.call.Caller.Reply;
import io.sluice.lab.storm.expected.ClientImages;
import io.sluice.lab.storm.expected.History.Kind;
import io.sluice.lab.storm.expected.History.Result;
import io.sluice.lab.storm.expected.Picture;
import io.sluice.lab.storm.expected.Pictures;
import io.sluice.standalone.client.MultipartForm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Uploads of new and of existing images, in all supported ways. For one thread.
final class Uploads {

    private final Conversation conversation;
    private final Changes changes;
    private final Pictures source;
    private final ClientImages images;
    private final RandomGenerator random;

    Uploads(Conversation conversation, Changes changes, Pictures source, ClientImages images, RandomGenerator random) {
        this.conversation = conversation;
        this.changes = changes;
        this.source = source;
        this.images = images;
        this.random = random;
    }

    /// Uploads a new image.
    void upload() throws InterruptedException {
        var picture = source.picture(new UUID(random.nextLong(), random.nextLong()));
        images.add(picture);
        conversation.tenant().pictures().add(picture);
        switch (random.nextInt(5)) {
            case 0 -> upload(Kind.UPLOAD_URL, picture, address(picture), keyed(Map.of()));
            case 1 -> upload(Kind.UPLOAD_ASYNC, picture, file(picture), keyed(Map.of("Prefer", "respond-async")));
            case 2 -> upload(Kind.UPLOAD, picture, file(picture), Map.of());
            default -> upload(Kind.UPLOAD, picture, file(picture), keyed(Map.of()));
        }
    }

    /// Begins the upload of a new image and vanishes in the middle of its body. There must never be such an image.
    void uploadHalf() throws InterruptedException {
        var picture = source.picture(new UUID(random.nextLong(), random.nextLong()));
        var content = source.content(picture).toArray();
        var body = BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> new SequenceInputStream(
                        new ByteArrayInputStream(content, 0, content.length / 2), new BrokenStream())),
                content.length);
        var form = new MultipartForm().part("filedata", picture.firstName(), body);
        conversation.sendAndVanish(node -> node.upload(form, Map.of()));
        conversation.record(Kind.UPLOAD_HALF, picture, Result.UNKNOWN, new Reply(null, 1, 0));
    }

    /// A stream that cannot be read.
    private static final class BrokenStream extends InputStream {

        @Override
        public int read() throws IOException {
            throw new IOException("the client vanishes");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
        }
    }

    void uploadAgain(Picture picture) throws InterruptedException {
        upload(Kind.UPLOAD_AGAIN, picture, file(picture), random.nextBoolean() ? Map.of() : keyed(Map.of()));
    }

    private MultipartForm file(Picture picture) {
        return new MultipartForm().file("filedata", picture.firstName(), source.content(picture));
    }

    private MultipartForm address(Picture picture) {
        return new MultipartForm().field("url[0]", source.address(picture).toString());
    }

    private Map<String, String> keyed(Map<String, String> headers) {
        return conversation.keyed(headers);
    }

    private void upload(Kind kind, Picture picture, MultipartForm form, Map<String, String> headers)
            throws InterruptedException {
        changes.present(
                kind,
                picture,
                node -> node.upload(form, headers),
                asked -> {
                    picture.live().settle(true, asked);
                    picture.register();
                },
                true);
    }
}
