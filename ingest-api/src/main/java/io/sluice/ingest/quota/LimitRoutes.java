package io.sluice.ingest.quota;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.PUT;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.account.DayUsage;
import io.sluice.account.Limits;
import io.sluice.command.AccountCommand;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.view.UsageView;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The routes of an organization's limits and usage.
public final class LimitRoutes implements RouteTable {

    private static final String IMAGES = "images";
    private static final String BYTES = "bytes";
    private static final String UPLOADS = "uploads_per_minute";
    private static final String MEGAPIXELS = "megapixels_per_hour";
    private static final String FILE = "file_bytes";
    private static final String JOBS = "jobs";
    private static final List<String> NAMES = List.of(IMAGES, BYTES, UPLOADS, MEGAPIXELS, FILE, JOBS);

    private final Commands commands;
    private final Quotas quotas;
    private final UsageView usage;
    private final Clock clock;

    public LimitRoutes(Commands commands, Quotas quotas, UsageView usage, Clock clock) {
        this.commands = commands;
        this.quotas = quotas;
        this.usage = usage;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.keyed(PUT, Paths.ORGANIZATION + "/limits", this::put)
                        .onlyFor("the operator")
                        .summary("Sets all limits of an organization")
                        .body("Limits")
                        .answers(200, "Limits")
                        .answers(202, "Operation")
                        .refuses(404),
                Route.member(GET, Paths.ORGANIZATION + "/usage", this::usage)
                        .summary("Shows what an organization uses of its limits")
                        .answers(200, "Usage"));
    }

    /// Handles `PUT /organizations/{organization}/limits`, for the operator: replaces all limits.
    private void put(Context context, Caller caller) throws InterruptedException {
        if (!(caller instanceof Caller.Root)) {
            throw new ProblemException(new Rejection.Forbidden("Limits are set by the operator of this server"));
        }
        var name = context.pathParam("organization");
        if (!Organization.isValid(name)) {
            throw new ProblemException(new Rejection.UnknownOrganization(name));
        }
        var limits = limits(JsonBody.presentObject(context));
        var command = new AccountCommand.SetLimits(
                new Envelope(OperationId.random(), Part.ONLY, new Organization(name), commands.trail()), limits);
        commands.decide(context, command, Outcome.LimitsChanged.class, _ -> Answer.json(context, 200, json(limits)));
    }

    /// Handles `GET /organizations/{organization}/usage`.
    private void usage(Context context, OrganizationCaller member) {
        var used = quotas.used(member.organization());
        var json = JsonNodeFactory.instance.objectNode();
        json.put("organization", member.organization().name());
        json.put(IMAGES, used.stored().images());
        json.put(BYTES, used.stored().bytes());
        json.put("deleted", used.stored().deleted());
        json.put("restorable_bytes", used.stored().deletedBytes());
        putDays(json, usage.of(member.organization()));
        json.putObject("used")
                .put(IMAGES, used.stored().images())
                .put("deleted", used.stored().deleted())
                .put(BYTES, used.stored().bytes())
                .put(UPLOADS, used.uploads())
                .put(MEGAPIXELS, used.megapixels())
                .put(JOBS, used.jobs());
        json.set("limits", json(quotas.limits(member.organization())));
        Answer.json(context, 200, json);
    }

    /// Adds what was saved, and the last days, the latest last.
    private void putDays(ObjectNode json, List<DayUsage> known) {
        var saved = known.isEmpty() ? DayUsage.Saved.NOTHING : known.getLast().saved();
        json.putObject("saved_bytes")
                .put("optimized", saved.savedByOptimizing())
                .put("existing", saved.savedByExisting());
        var byDay = known.stream().collect(Collectors.toMap(DayUsage::day, day -> day));
        var days = json.putArray("days");
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (var day = today.minusDays(DayUsage.DAYS - 1); !day.isAfter(today); day = day.plusDays(1)) {
            var counted = byDay.get(day);
            var entry = days.addObject().put("day", day.toString());
            entry.put("uploads", counted == null ? 0 : counted.uploads());
            entry.put("existing", counted == null ? 0 : counted.existing());
            var rejected = entry.putObject("rejected");
            if (counted != null) {
                counted.rejected().forEach(rejected::put);
            }
        }
    }

    private static Limits limits(ObjectNode body) {
        body.fieldNames().forEachRemaining(name -> {
            if (!NAMES.contains(name)) {
                throw malformed("There is no limit \"" + name + "\", only " + String.join(", ", NAMES));
            }
        });
        return new Limits(
                limit(body, IMAGES),
                limit(body, BYTES),
                limit(body, UPLOADS),
                limit(body, MEGAPIXELS),
                limit(body, FILE),
                limit(body, JOBS));
    }

    private static @Nullable Long limit(ObjectNode body, String name) {
        var value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw malformed("\"" + name + "\" must be a whole number from 0, or null for no limit, but is " + value);
        }
        return value.longValue();
    }

    /// Returns all limits; null for those that are not set.
    private static ObjectNode json(Limits limits) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(IMAGES, limits.images())
                .put(BYTES, limits.bytes())
                .put(UPLOADS, limits.uploadsPerMinute())
                .put(MEGAPIXELS, limits.megapixelsPerHour())
                .put(FILE, limits.fileBytes())
                .put(JOBS, limits.jobs());
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(new Rejection.MalformedRequest(detail));
    }
}
