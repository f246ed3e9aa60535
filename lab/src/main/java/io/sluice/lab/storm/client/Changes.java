package io.sluice.lab.storm.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.lab.storm.call.Caller.Request;
import io.sluice.lab.storm.expected.History.Kind;
import io.sluice.lab.storm.expected.History.Result;
import io.sluice.lab.storm.expected.Picture;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;

/// The requests of changes, and the expected states that follow from their responses, at once or when they are
/// decided. For one thread.
final class Changes {

    /// The reason of a file with which processes have ended twice, whatever had ended them.
    private static final String POISON = "poison";

    private static final Set<String> PASSING_REASONS =
            Set.of("given-up", "url-unreachable", "url-timeout", "url-status", POISON);

    private final Conversation conversation;
    private final Undecided undecided;

    Changes(Conversation conversation, Undecided undecided) {
        this.conversation = conversation;
        this.undecided = undecided;
    }

    /// Requests a change that makes the image live or not.
    void present(Kind kind, Picture picture, Request request, Consumer<Instant> settle, boolean live)
            throws InterruptedException {
        var tenant = conversation.tenant();
        picture.change();
        tenant.mayBeCopied(picture);
        make(new Change(
                kind, picture, request, settle, givenUp -> picture.live().doubt(live, givenUp)));
        tenant.mayBeCopied(picture);
    }

    void make(Change change) throws InterruptedException {
        var picture = change.picture();
        picture.waiting(true);
        var asked = Instant.now();
        var reply = conversation.send(change.request());
        if (reply.unclear() > 0) {
            change.doubt().accept(Instant.now());
        }
        switch (reply.status()) {
            case 200, 201, 204 -> {
                change.settle().accept(asked);
                if (change.kind() != Kind.COPY) { // whose response contains the revision of the other organization
                    picture.revision(reply.revision());
                }
                conversation.record(change.kind(), picture, Result.SUCCEEDED, reply);
                picture.waiting(false);
            }
            case 202 -> {
                // it will be decided; until then the client does not change the image
                conversation.record(change.kind(), picture, Result.ACCEPTED, reply);
                undecided.addOperation(reply, json -> decided(change, asked, json, reply.acceptedId()));
            }
            case 404 -> {
                missing(change.kind(), picture, asked);
                conversation.record(change.kind(), picture, Result.REJECTED, reply);
                picture.waiting(false);
            }
            case 0 -> {
                conversation.record(change.kind(), picture, Result.UNKNOWN, reply);
                picture.waiting(false);
            }
            default -> {
                if (reply.json().path("reason").asText().equals(POISON)) {
                    conversation.record(change.kind(), picture, Result.REJECTED, reply);
                } else {
                    conversation.unexpected(change.kind(), picture, reply);
                }
                picture.waiting(false);
            }
        }
    }

    private void decided(Change change, Instant asked, JsonNode operation, String id) {
        var picture = change.picture();
        var succeeded = operation.path("state").asText().equals("succeeded");
        var reason = operation.path("reason").asText();
        if (succeeded) {
            change.settle().accept(asked);
        } else if (reason.equals("not-found")) {
            missing(change.kind(), picture, asked);
        } else if (!PASSING_REASONS.contains(reason)) {
            conversation.contradiction(
                    change.kind() + " of " + picture + " was accepted and then refused: " + operation);
        }
        picture.revision(0);
        picture.waiting(false);
        conversation.tenant().mayBeCopied(picture);
        conversation.decided(change.kind(), picture, succeeded ? Result.SUCCEEDED : Result.REJECTED, id);
    }

    /// Handles a response according to which the image does not exist.
    void missing(Kind kind, Picture picture, Instant asked) {
        if (kind == Kind.RESTORE || !picture.live().allows(false)) {
            conversation.lost(kind + ": image " + picture + " was not found, but it is " + picture.live());
        } else {
            picture.live().settle(false, asked);
        }
    }
}
