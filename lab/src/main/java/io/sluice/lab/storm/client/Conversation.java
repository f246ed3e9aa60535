package io.sluice.lab.storm.client;

import io.sluice.lab.storm.call.Caller;
import io.sluice.lab.storm.call.Caller.Reply;
import io.sluice.lab.storm.call.Caller.Request;
import io.sluice.lab.storm.expected.History;
import io.sluice.lab.storm.expected.History.Kind;
import io.sluice.lab.storm.expected.History.Result;
import io.sluice.lab.storm.expected.Tenant;
import io.sluice.standalone.client.Answer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The requests of one client, and the record of their responses. For one thread.
final class Conversation {

    private final int number;
    private final Tenant tenant;
    private final Caller caller;
    private final History history;
    private int sequence;

    /// @param number number of the client
    Conversation(int number, Tenant tenant, Caller caller, History history) {
        this.number = number;
        this.tenant = tenant;
        this.caller = caller;
        this.history = history;
    }

    Tenant tenant() {
        return tenant;
    }

    Reply send(Request request) throws InterruptedException {
        return caller.send(request);
    }

    /// Sends a request once, without waiting for its response if it fails.
    void sendAndVanish(Request request) throws InterruptedException {
        try {
            request.send(caller.node());
        } catch (IOException _) {
            // its body ends in the middle
        }
    }

    /// Returns a text that no client has used before.
    String unique() {
        return number + "-" + sequence++;
    }

    /// Returns these headers and an idempotency key.
    Map<String, String> keyed(Map<String, String> headers) {
        var all = new HashMap<>(headers);
        all.put("Idempotency-Key", unique());
        return all;
    }

    void record(Kind kind, Object what, Result result, Reply reply) {
        // the operation of a failed request may never have been accepted
        var operation = reply.status() < 500 ? reply.header("Sluice-Operation") : "";
        history.add(number, tenant.name(), kind, what.toString(), result, reply.status(), reply.sends(), operation);
    }

    /// Records the decision of an accepted operation.
    ///
    /// @param operation its id, empty for a job
    void decided(Kind kind, Object what, Result result, String operation) {
        history.add(number, tenant.name(), kind, what.toString(), result, 200, 1, operation);
    }

    void unexpected(Kind kind, Object what, Reply reply) {
        contradiction(kind + " of " + what + " was answered with " + reply.status() + ": "
                + Optional.ofNullable(reply.answer()).map(Answer::text).orElse(""));
        record(kind, what, Result.REJECTED, reply);
    }

    /// Records a response according to which an image does not exist that certainly does.
    void lost(String text) {
        history.lost(text);
    }

    /// Records a response that no order of events explains.
    void contradiction(String text) {
        history.contradiction(text);
    }
}
