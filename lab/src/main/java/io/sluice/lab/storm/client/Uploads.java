package io.sluice.lab.storm.client;

import io.sluice.lab.storm.expected.ClientImages;
import io.sluice.lab.storm.expected.History.Kind;
import io.sluice.lab.storm.expected.Picture;
import io.sluice.lab.storm.expected.Pictures;
import io.sluice.standalone.client.MultipartForm;
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
