package io.sluice.ingest.change;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.PATCH;
import static io.javalin.http.HandlerType.PUT;
import static io.sluice.account.Role.Permission.CHANGE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.command.EditCommand;
import io.sluice.command.Envelope;
import io.sluice.command.MetadataEdit;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.image.UserMetadata;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.image.ImageLookup;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The routes `PATCH`, `PUT` and `DELETE` of `/sourceimages/{organization}/{hash}/meta/user`, for all fields
/// or one.
public final class UserMetadataRoutes implements RouteTable {

    private static final SortedMap<String, JsonNode> NOTHING = Collections.emptySortedMap();
    private static final SortedSet<String> NO_NAMES = Collections.emptySortedSet();

    private final Commands commands;
    private final ImageLookup lookup;

    public UserMetadataRoutes(Commands commands, ImageLookup lookup) {
        this.commands = commands;
        this.lookup = lookup;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.member(PATCH, Paths.USER_METADATA, CHANGE, this::merge)
                        .summary("Sets some fields, and removes those that are null")
                        .body("Metadata")
                        .answers(202, "Operation")
                        .answers(204)
                        .refuses(423),
                Route.member(PUT, Paths.USER_METADATA, CHANGE, this::replace)
                        .summary("Replaces all fields")
                        .body("Metadata")
                        .answers(202, "Operation")
                        .answers(204)
                        .refuses(423),
                Route.member(DELETE, Paths.USER_METADATA, CHANGE, this::clear)
                        .summary("Removes all fields")
                        .answers(202, "Operation")
                        .answers(204)
                        .refuses(423),
                Route.member(PUT, Paths.USER_METADATA + "/{name}", CHANGE, this::setField)
                        .summary("Sets a field")
                        .body("AnyValue")
                        .answers(202, "Operation")
                        .answers(204)
                        .refuses(423),
                Route.member(DELETE, Paths.USER_METADATA + "/{name}", CHANGE, this::removeField)
                        .summary("Removes a field")
                        .answers(202, "Operation")
                        .answers(204)
                        .refuses(423));
    }

    /// Sets the given fields, removes those that are null, and keeps all others.
    private void merge(Context context, OrganizationCaller member) throws InterruptedException {
        var set = new TreeMap<String, JsonNode>();
        var remove = new TreeSet<String>();
        JsonBody.presentObject(context).properties().forEach(field -> {
            if (field.getValue().isNull()) {
                remove.add(field.getKey());
            } else {
                set.put(field.getKey(), field.getValue());
            }
        });
        edit(context, member, new MetadataEdit(checked(set), remove, false));
    }

    /// Sets the given fields and removes all others.
    private void replace(Context context, OrganizationCaller member) throws InterruptedException {
        var set = new TreeMap<String, JsonNode>();
        JsonBody.object(context).properties().forEach(field -> set.put(field.getKey(), field.getValue()));
        edit(context, member, new MetadataEdit(checked(set), NO_NAMES, true));
    }

    private void clear(Context context, OrganizationCaller member) throws InterruptedException {
        edit(context, member, new MetadataEdit(NOTHING, NO_NAMES, true));
    }

    /// Sets one field. Clients send a string as plain text or as JSON, so the value of a text field is never
    /// parsed as a number.
    private void setField(Context context, OrganizationCaller member) throws InterruptedException {
        var name = context.pathParam("name");
        var value = JsonBody.value(context);
        if (value.isMissingNode() || value.isNull()) {
            throw new ProblemException(new Rejection.MalformedRequest("The body must be the value of the field"));
        }
        if (value.isValueNode() && (name.startsWith("str:") || name.startsWith("text:"))) {
            value = JsonNodeFactory.instance.textNode(value.asText());
        }
        edit(context, member, new MetadataEdit(checked(new TreeMap<>(Map.of(name, value))), NO_NAMES, false));
    }

    private void removeField(Context context, OrganizationCaller member) throws InterruptedException {
        edit(context, member, new MetadataEdit(NOTHING, new TreeSet<>(Set.of(context.pathParam("name"))), false));
    }

    private void edit(Context context, OrganizationCaller member, MetadataEdit edit) throws InterruptedException {
        var command = new EditCommand.EditUserMetadata(
                new Envelope(OperationId.random(), Part.ONLY, member.organization(), commands.trail()),
                lookup.hashOfLive(context, member),
                edit);
        commands.decide(context, command, Outcome.Changed.class, _ -> Answer.nothing(context));
    }

    private static SortedMap<String, JsonNode> checked(SortedMap<String, JsonNode> fields) {
        try {
            return new UserMetadata(fields).requirePossible().fields();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(new Rejection.MalformedMetadata("user_metadata", String.valueOf(e.getMessage()))), e);
        }
    }
}
