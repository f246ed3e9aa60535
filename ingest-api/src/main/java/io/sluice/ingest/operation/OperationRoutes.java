package io.sluice.ingest.operation;

import static io.javalin.http.HandlerType.GET;
import static io.sluice.account.Role.Permission.READ;
import static io.sluice.account.Role.Permission.UPLOAD;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.json.OperationJson;
import io.sluice.operation.OperationId;
import io.sluice.view.CatalogView;
import io.sluice.view.OperationPage;
import io.sluice.view.OperationPage.Facet;
import io.sluice.view.OperationStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The routes of operations: their states, at any node and for as long as outcomes are kept.
public final class OperationRoutes implements RouteTable {

    private static final String OPERATION = "Sluice-Operation";

    /// Bytes of JSON from which on the operations of a page are shown without their images.
    private static final int MAX_PAGE_BYTES = 4 * 1024 * 1024;

    private final Operations operations;
    private final OperationAnswers answers;
    private final CatalogView images;

    public OperationRoutes(Operations operations, OperationAnswers answers, CatalogView images) {
        this.operations = operations;
        this.answers = answers;
        this.images = images;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.keyed(GET, "/operations/{id}", this::get)
                        .summary("The state of an operation")
                        .answers(200, "Operation")
                        .refuses(404),
                Route.member(GET, Paths.ORGANIZATION + "/operations", Set.of(READ, UPLOAD), this::list)
                        .summary("The operations of an organization, the newest first")
                        .query("state", "string", "accepted, succeeded or rejected")
                        .query("reason", "string", "reason of the rejection")
                        .query("door", "string", "http, kafka, bulk or retry")
                        .query("since", "string", "earliest time of acceptance")
                        .query("until", "string", "latest time of acceptance")
                        .query("name", "string", "name of a file")
                        .query("hash", "string", "hash of an image that the operations made or changed")
                        .query("facets", "string", "state, reason and door, separated by commas")
                        .query("limit", "integer", "number of operations of a page")
                        .query("cursor", "string", "where the page begins, from the page before")
                        .answers(200, "OperationList"));
    }

    private void get(Context context, Caller caller) throws InterruptedException {
        var status = answers.find(context, caller);
        awaitImages(status);
        Answer.json(context, 200, answers.json(caller, status));
    }

    /// Waits until the images show what the operation did: whoever reads that it has succeeded finds its images.
    /// Outcomes come from another topic than images, so one may be known some moments before the other.
    private void awaitImages(OperationStatus status) throws InterruptedException {
        var revision = status.parts().stream()
                .flatMap(part -> Stream.ofNullable(part.outcome()))
                .mapToLong(Commands::revision)
                .max()
                .orElse(0);
        if (revision > 0) {
            var _ = images.await(status.organization(), revision, Commands.VIEW_LAG);
        }
    }

    private void list(Context context, OrganizationCaller member) {
        var parameters = PageParameters.ofPage(context, OperationParameters.ofList());
        var facets = OperationParameters.facets(parameters);
        var page = operations.list(new OperationPage.Request(
                member.organization(),
                OperationParameters.filter(parameters),
                parameters.limit(),
                parameters.cursor(),
                facets));
        var json = JsonNodeFactory.instance.objectNode();
        json.put("total", page.total());
        var items = json.putArray("items");
        long bytes = 0;
        for (var status : page.items()) {
            var withImages = bytes < MAX_PAGE_BYTES && answers.maySeeImages(member.caller(), status);
            var item = answers.json(status, withImages);
            bytes += withImages ? Answer.bytes(item).length : 0;
            items.add(item);
        }
        parameters.putNext(json, page.last());
        if (!facets.isEmpty()) {
            putFacets(json.putObject("facets"), page.facets());
        }
        Answer.json(context, 200, json);
    }

    private static void putFacets(ObjectNode json, Map<Facet, Map<String, Long>> facets) {
        facets.forEach((facet, counts) -> {
            var values = json.putArray(PageParameters.nameOf(facet));
            counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .forEach(count ->
                            values.addObject().put("value", count.getKey()).put("count", count.getValue()));
        });
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
