package io.sluice.ingest.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.account.Role.Permission;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.json.OperationJson;
import io.sluice.operation.OperationId;
import io.sluice.view.OperationStatus;
import io.sluice.view.OperationStatus.State;
import java.util.Optional;

/// Operations as they are shown to callers.
public final class OperationAnswers {

    private final Operations operations;
    private final Authorizer authorizer;

    public OperationAnswers(Operations operations, Authorizer authorizer) {
        this.operations = operations;
        this.authorizer = authorizer;
    }

    /// Returns the operation that the path names.
    ///
    /// @throws ProblemException when there is none, or the caller is not a member of its organization
    public OperationStatus find(Context context, Caller caller) {
        var id = context.pathParam("id");
        // the response to a caller who is not a member must not reveal that an operation exists
        return (OperationId.isValid(id) ? operations.find(new OperationId(id)) : Optional.<OperationStatus>empty())
                .filter(found -> authorizer.isMember(caller, found.organization()))
                .orElseThrow(() -> new ProblemException(new Rejection.NotFound("operation " + id)));
    }

    /// Returns the JSON of an operation as `caller` may see it.
    public ObjectNode json(Caller caller, OperationStatus status) {
        return json(status, maySeeImages(caller, status));
    }

    /// @param withImages whether to include the resulting images
    public ObjectNode json(OperationStatus status, boolean withImages) {
        var json = OperationJson.of(status, withImages);
        if (status.state() == State.REJECTED) {
            putReplay(json, status);
        }
        return json;
    }

    private void putReplay(ObjectNode json, OperationStatus status) {
        var replay = Replays.idOf(status.operation());
        if (operations.find(replay).isPresent()) {
            json.put("replayed_as", replay.value());
            json.put("not_replayable", "It was tried again as operation " + replay);
            return;
        }
        Replays.obstacle(status)
                .ifPresentOrElse(obstacle -> json.put("not_replayable", obstacle), () -> json.put("replayable", true));
    }

    /// Whether the caller may see the resulting images, with the permission to read or to upload.
    boolean maySeeImages(Caller caller, OperationStatus status) {
        return authorizer.allows(caller, status.organization(), Permission.READ)
                || authorizer.allows(caller, status.organization(), Permission.UPLOAD);
    }
}
