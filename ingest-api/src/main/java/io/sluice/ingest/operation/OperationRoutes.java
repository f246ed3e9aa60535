package io.sluice.ingest.operation;

import io.javalin.http.Context;
import io.sluice.account.Role.Permission;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.json.OperationJson;
import io.sluice.operation.OperationId;
import io.sluice.view.OperationStatus;
import java.util.Optional;

/// `GET /operations/{id}`: how an operation stands, on any node and for as long as outcomes are kept.
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
        // whoever is no member of its organization must not even learn that an operation exists
        var status = (OperationId.isValid(id)
                        ? operations.find(new OperationId(id))
                        : Optional.<OperationStatus>empty())
                .filter(found -> gate.isMember(caller, found.organization()))
                .orElseThrow(() -> new ProblemException(new Rejection.NotFound("operation " + id)));
        Answer.json(context, 200, OperationJson.of(status, maySeeImages(caller, status)));
    }

    /// Who uploads sees what came of it; beyond that, images are for those who may read.
    private boolean maySeeImages(Caller caller, OperationStatus status) {
        return gate.allows(caller, status.organization(), Permission.READ)
                || gate.allows(caller, status.organization(), Permission.UPLOAD);
    }

    /// Names the operation that a request became, whatever the answer will be.
    public static void name(Context context, OperationId operation) {
        context.header(OPERATION, operation.value());
    }

    /// Answers that an operation is accepted and where to ask how it goes.
    public static void answerAccepted(Context context, OperationStatus status) {
        context.header("Location", "/operations/" + status.operation());
        Answer.json(context, 202, OperationJson.of(status, false));
    }
}
