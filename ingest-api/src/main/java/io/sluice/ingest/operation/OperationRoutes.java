package io.sluice.ingest.operation;

import static io.javalin.http.HandlerType.GET;
import static io.sluice.account.Role.Permission.READ;
import static io.sluice.account.Role.Permission.UPLOAD;

import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.json.OperationJson;
import io.sluice.operation.OperationId;
import io.sluice.view.OperationStatus;
import java.util.List;
import java.util.Optional;

/// The route `GET /operations/{id}`: the state of an operation, at any node and for as long as outcomes are
/// kept.
public final class OperationRoutes implements RouteTable {

    private static final String OPERATION = "Sluice-Operation";

    private final Operations operations;
    private final Authorizer authorizer;

    public OperationRoutes(Operations operations, Authorizer authorizer) {
        this.operations = operations;
        this.authorizer = authorizer;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.keyed(GET, "/operations/{id}", this::get));
    }

    private void get(Context context, Caller caller) {
        var id = context.pathParam("id");
        // the response to a caller who is not a member must not reveal that an operation exists
        var status = (OperationId.isValid(id)
                        ? operations.find(new OperationId(id))
                        : Optional.<OperationStatus>empty())
                .filter(found -> authorizer.isMember(caller, found.organization()))
                .orElseThrow(() -> new ProblemException(new Rejection.NotFound("operation " + id)));
        Answer.json(context, 200, OperationJson.of(status, maySeeImages(caller, status)));
    }

    /// Whether the caller may see the resulting images, with the permission to read or to upload.
    private boolean maySeeImages(Caller caller, OperationStatus status) {
        return authorizer.allows(caller, status.organization(), READ)
                || authorizer.allows(caller, status.organization(), UPLOAD);
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
