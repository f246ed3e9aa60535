package io.sluice.lab.storm.client;

import io.sluice.lab.storm.expected.History.Kind;
import io.sluice.lab.storm.expected.Picture;
import java.util.Map;

/// Deletions, restorations and changes of names and metadata. For one thread.
final class Edits {

    private final Conversation conversation;
    private final Changes changes;

    Edits(Conversation conversation, Changes changes) {
        this.conversation = conversation;
        this.changes = changes;
    }

    void delete(Picture picture) throws InterruptedException {
        changes.present(
                Kind.DELETE,
                picture,
                node -> node.send("DELETE", picture.at(node, ""), Map.of()),
                asked -> picture.live().settle(false, asked),
                false);
    }

    void restore(Picture picture) throws InterruptedException {
        changes.present(
                Kind.RESTORE,
                picture,
                node -> node.send("POST", picture.at(node, "/restore"), Map.of()),
                asked -> picture.live().settle(true, asked),
                true);
    }

    void rename(Picture picture) throws InterruptedException {
        var name = "name-" + conversation.unique() + ".jpg";
        changes.make(new Change(
                Kind.RENAME,
                picture,
                node -> node.send("PUT", picture.at(node, "/name"), Map.of(), '"' + name + '"'),
                asked -> {
                    wasLive(picture, "renamed");
                    picture.name().settle(name, asked);
                },
                givenUp -> picture.name().doubt(name, givenUp)));
    }

    void label(Picture picture) throws InterruptedException {
        var label = "label-" + conversation.unique();
        changes.make(new Change(
                Kind.LABEL,
                picture,
                node -> node.send(
                        "PATCH", picture.at(node, "/meta/user"), Map.of(), "{\"text:label\":\"" + label + "\"}"),
                asked -> {
                    wasLive(picture, "edited");
                    picture.label().settle(label, asked);
                },
                givenUp -> picture.label().doubt(label, givenUp)));
    }

    private void wasLive(Picture picture, String done) {
        if (!picture.live().allows(true)) {
            conversation.contradiction("image " + picture + " was " + done + " although it is deleted");
        }
    }
}
