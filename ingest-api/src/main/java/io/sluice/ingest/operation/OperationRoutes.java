package io.sluice.ingest.operation;

import io.javalin.http.Context;
import io.sluice.account.Role.Permission;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.json.OperationJson;
import io.sluice.operation.OperationId;
import io.sluice.view.OperationStatus;
import java.util.Optional;

/// The route `GET /operations/{id}`: the state of an operation, at any node and for as long as outcomes are
/// kept.
public final class OperationRoutes {

    private static final String OPERATION = "Sluice-Operation";

    private final Operations operations;
    private final Authorizer gate;

    public OperationRoutes(Operations operations, Authorizer gate) {
        this.operations = operations;
        this.gate = gate;
    }

    public void get(Context context, Caller caller) {
        var id = context.pathParam("id");
        // the response to a caller who is not a member must not reveal that an operation exists
        var status = (OperationId.isValid(id)
                        ? operations.find(new OperationId(id))
                        : Optional.<OperationStatus>empty())
                .filter(found -> gate.isMember(caller, found.organization()))
                .orElseThrow(() -> new ProblemException(new Rejection.NotFound("operation " + id)));
        Answer.json(context, 200, OperationJson.of(status, maySeeImages(caller, status)));
    }

    /// Whether the caller may see the resulting images, with the permission to read or to upload.
    private boolean maySeeImages(Caller caller, OperationStatus status) {
        return gate.allows(caller, status.organization(), Permission.READ)
                || gate.allows(caller, status.organization(), Permission.UPLOAD);
    }

    /// Adds the id of a request's operation to the response, whatever its status.
    public static void name(Context context, OperationId operation) {
        context.header(OPERATION, operation.value());
    }

    /// Responds that an operation is accepted, with the address of its state.
    public static void answerAccepted(Context context, OperationStatus status) {
        context.header("Location", "/operations/" + status.operation());
        Answer.json(context, 202, OperationJson.of(status, false));
    }
}
