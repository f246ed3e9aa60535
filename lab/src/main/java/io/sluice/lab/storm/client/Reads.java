package io.sluice.lab.storm.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.lab.storm.call.Caller.Reply;
import io.sluice.lab.storm.expected.History.Kind;
import io.sluice.lab.storm.expected.History.Result;
import io.sluice.lab.storm.expected.Picture;
import io.sluice.lab.storm.expected.Pictures;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Reads of images, compared with their expected states. For one thread.
final class Reads {

    private final Conversation conversation;
    private final Pictures source;
    private final RandomGenerator random;

    Reads(Conversation conversation, Pictures source, RandomGenerator random) {
        this.conversation = conversation;
        this.source = source;
        this.random = random;
    }

    void look(Picture picture) throws InterruptedException {
        var reply = read(Kind.LOOK, picture, "");
        if (reply.status() == 200) {
            check(picture, reply.json());
        }
    }

    private void check(Picture picture, JsonNode image) {
        if (!picture.explains(image)) {
            conversation.contradiction("read: " + picture.expected() + " is shown as " + image);
        }
    }

    void download(Picture picture) throws InterruptedException {
        var reply = read(Kind.DOWNLOAD, picture, "/download");
        if (reply.answer() != null
                && reply.status() == 200
                && !reply.answer().body().equals(source.content(picture))) {
            conversation.contradiction("download: image " + picture + " has other bytes than were uploaded");
        }
    }

    /// Reads the last written state, at any node. If the last response did not contain its revision, the node
    /// may lag, and its response proves nothing.
    private Reply read(Kind kind, Picture picture, String route) throws InterruptedException {
        if (picture.revision() == 0) {
            return new Reply(null, 0, 0);
        }
        var revision = Map.of("Sluice-Revision", Long.toString(picture.revision()));
        var reply = conversation.send(node -> node.send("GET", picture.at(node, route), revision));
        switch (reply.status()) {
            case 200 -> {
                if (!picture.live().allows(true)) {
                    conversation.contradiction(kind + ": image " + picture + " is shown although it is deleted");
                }
                conversation.record(kind, picture, Result.SUCCEEDED, reply);
            }
            case 404 -> {
                if (!picture.live().allows(false)) {
                    conversation.lost(kind + ": image " + picture + " is not shown although it is live");
                }
                conversation.record(kind, picture, Result.REJECTED, reply);
            }
            case 0 -> conversation.record(kind, picture, Result.UNKNOWN, reply);
            default -> conversation.unexpected(kind, picture, reply);
        }
        return reply;
    }

    /// Requests a random page of the organization's images.
    void list() throws InterruptedException {
        var offset = random.nextInt(20);
        var reply = conversation.send(node -> node.list("?limit=20&offset=" + offset));
        var organization = conversation.tenant().name();
        switch (reply.status()) {
            case 200 -> conversation.record(Kind.LIST, organization, Result.SUCCEEDED, reply);
            case 0 -> conversation.record(Kind.LIST, organization, Result.UNKNOWN, reply);
            default -> conversation.unexpected(Kind.LIST, organization, reply);
        }
    }
}
