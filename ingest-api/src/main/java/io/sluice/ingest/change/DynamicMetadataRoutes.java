package io.sluice.ingest.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.command.EditCommand;
import io.sluice.command.EditCommand.EditDynamicMetadata.Previous;
import io.sluice.command.Envelope;
import io.sluice.command.MetadataEdit;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.image.DynamicMetadata;
import io.sluice.ingest.access.Member;
import io.sluice.ingest.image.ImageLookup;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.wire.Flag;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The routes `PUT` and `DELETE` of `/sourceimages/{organization}/{hash}/meta/dynamic/{name}`: they create the variant
/// with other dynamic metadata, which has another hash.
public final class DynamicMetadataRoutes {

    private static final String DELETE_PREVIOUS = "deletePrevious";
    private static final String KEEP_HASH = "keepHash";

    private final Commands commands;
    private final ImageLookup lookup;

    public DynamicMetadataRoutes(Commands commands, ImageLookup lookup) {
        this.commands = commands;
        this.lookup = lookup;
    }

    /// Sets the named metadata to the body.
    public void set(Context context, Member member) throws InterruptedException {
        var fields = checked(new TreeMap<>(Map.of(context.pathParam("name"), JsonBody.object(context))));
        edit(
                context,
                member,
                new MetadataEdit(fields, Collections.emptySortedSet(), false),
                JsonNodeFactory.instance.objectNode());
    }

    /// Removes the named metadata. The options about the previous image are in the query or, for one client, in the
    /// body.
    public void remove(Context context, Member member) throws InterruptedException {
        var names = new TreeSet<>(Set.of(context.pathParam("name")));
        edit(context, member, new MetadataEdit(Collections.emptySortedMap(), names, false), JsonBody.object(context));
    }

    private void edit(Context context, Member member, MetadataEdit edit, JsonNode options) throws InterruptedException {
        var command = new EditCommand.EditDynamicMetadata(
                new Envelope(OperationId.random(), Part.ONLY, member.organization(), commands.trail()),
                lookup.hashOfLive(context, member),
                edit,
                previous(context, options));
        commands.decide(context, command, Outcome.Changed.class, changed -> Variant.answer(context, changed));
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
