package io.sluice.ingest.change;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.PUT;
import static io.sluice.account.Role.Permission.CHANGE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.command.EditCommand;
import io.sluice.command.EditCommand.EditDynamicMetadata.Previous;
import io.sluice.command.Envelope;
import io.sluice.command.MetadataEdit;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.image.DynamicMetadata;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.image.ImageLookup;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.quota.Quotas;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Flag;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The routes `PUT` and `DELETE` of `/sourceimages/{organization}/{hash}/meta/dynamic/{name}`: they create
/// the variant with other dynamic metadata, which has another hash.
public final class DynamicMetadataRoutes implements RouteTable {

    private static final String NAMED = Paths.IMAGE + "/meta/dynamic/{name}";

    private static final String DELETE_PREVIOUS = "deletePrevious";
    private static final String KEEP_HASH = "keepHash";

    /// Code 299 of RFC 7234, section 5.5: a lasting warning of any kind.
    private static final String KEEP_HASH_WARNING =
            "299 - \"keepHash changes the image under its hash: caches may keep serving the former one\"";

    private static final Set<String> AREAS = Set.of("subject_area", "crop_area");
    private static final String VERSION = "version";
    private static final String VERSION_TEXT = "text";
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");

    private final Commands commands;
    private final ImageLookup lookup;
    private final Quotas quotas;

    public DynamicMetadataRoutes(Commands commands, ImageLookup lookup, Quotas quotas) {
        this.commands = commands;
        this.lookup = lookup;
        this.quotas = quotas;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.member(PUT, NAMED, CHANGE, this::set)
                        .summary("Sets dynamic metadata, which results in another image")
                        .query("deletePrevious", "boolean", "whether to delete the former image")
                        .query("keepHash", "boolean", "whether the image keeps its hash")
                        .body("DynamicMetadata")
                        .answers(201, "SourceImage")
                        .answers(202, "Operation")
                        .answers(204)
                        .refuses(423),
                Route.member(DELETE, NAMED, CHANGE, this::remove)
                        .summary("Removes dynamic metadata, which results in another image")
                        .query("deletePrevious", "boolean", "whether to delete the former image")
                        .query("keepHash", "boolean", "whether the image keeps its hash")
                        .answers(201, "SourceImage")
                        .answers(202, "Operation")
                        .answers(204)
                        .refuses(423));
    }

    /// Sets the named metadata to the body.
    private void set(Context context, OrganizationCaller member) throws InterruptedException {
        var name = context.pathParam("name");
        var fields = checked(new TreeMap<>(Map.of(name, attributes(name, JsonBody.object(context)))));
        edit(
                context,
                member,
                new MetadataEdit(fields, Collections.emptySortedSet(), false),
                JsonNodeFactory.instance.objectNode());
    }

    /// Clients send the numbers of areas also as text.
    private static ObjectNode attributes(String name, ObjectNode body) {
        if (AREAS.contains(name)) {
            for (var attribute : List.copyOf(body.properties())) {
                var value = attribute.getValue();
                if (value.isTextual() && NUMBER.matcher(value.textValue()).matches()) {
                    body.set(attribute.getKey(), number(value.textValue()));
                }
            }
        }
        if (name.equals(VERSION) && !body.path(VERSION_TEXT).isTextual()) {
            throw new ProblemException(new Rejection.MalformedMetadata(
                    "dynamic_metadata", "\"version\" must have a \"text\", but is " + body));
        }
        return body;
    }

    private static JsonNode number(String text) {
        var number = new BigDecimal(text);
        return number.scale() <= 0
                ? JsonNodeFactory.instance.numberNode(number.longValueExact())
                : JsonNodeFactory.instance.numberNode(number.doubleValue());
    }

    /// Removes the named metadata. The options about the previous image are in the query or, for one client,
    /// in the body.
    private void remove(Context context, OrganizationCaller member) throws InterruptedException {
        var names = new TreeSet<>(Set.of(context.pathParam("name")));
        edit(context, member, new MetadataEdit(Collections.emptySortedMap(), names, false), JsonBody.object(context));
    }

    private void edit(Context context, OrganizationCaller member, MetadataEdit edit, JsonNode options)
            throws InterruptedException {
        var command = new EditCommand.EditDynamicMetadata(
                new Envelope(OperationId.random(), Part.ONLY, member.organization(), commands.trail()),
                lookup.hashOfLive(context, member),
                edit,
                previous(context, options));
        if (command.previous() == Previous.KEEP) {
            quotas.admitImage(member.organization());
        }
        commands.decide(context, command, Outcome.Changed.class, changed -> {
            if (command.previous() == Previous.KEEP_HASH) {
                context.header("Warning", KEEP_HASH_WARNING);
            }
            Variant.answer(context, changed);
        });
    }

    private static Previous previous(Context context, JsonNode options) {
        var delete = Flag.ofQuery(context, DELETE_PREVIOUS) || Flag.ofMember(options, DELETE_PREVIOUS);
        var keepHash = Flag.ofQuery(context, KEEP_HASH) || Flag.ofMember(options, KEEP_HASH);
        if (delete && keepHash) {
            throw new ProblemException(new Rejection.MalformedRequest(
                    "The options " + DELETE_PREVIOUS + " and " + KEEP_HASH + " exclude each other"));
        }
        return delete ? Previous.DELETE : keepHash ? Previous.KEEP_HASH : Previous.KEEP;
    }

    private static SortedMap<String, JsonNode> checked(SortedMap<String, JsonNode> fields) {
        try {
            return new DynamicMetadata(fields).fields();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(new Rejection.MalformedMetadata("dynamic_metadata", String.valueOf(e.getMessage()))), e);
        }
    }
}
