package io.sluice.ingest.queue;

import static io.javalin.http.HandlerType.GET;
import static io.sluice.account.Role.Permission.READ;
import static io.sluice.account.Role.Permission.UPLOAD;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.account.OrganizationAccount;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.operation.PageParameters;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.view.AccountView;
import io.sluice.view.DeadLetterView;
import io.sluice.view.OperationView;
import io.sluice.view.WaitingUploads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The route `GET /queue`: the uploads that wait, by organization; for the operator of all organizations.
public final class QueueRoute implements RouteTable {

    private static final String ORGANIZATION = "organization";

    private final OperationView operations;
    private final DeadLetterView deadLetters;
    private final AccountView accounts;
    private final Throughput throughput;
    private final Authorizer authorizer;
    private final Clock clock;

    public QueueRoute(
            OperationView operations,
            DeadLetterView deadLetters,
            AccountView accounts,
            Throughput throughput,
            Authorizer authorizer,
            Clock clock) {
        this.operations = operations;
        this.deadLetters = deadLetters;
        this.accounts = accounts;
        this.throughput = throughput;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    /// What is known about the uploads of one organization, or of several together.
    private record Row(long waiting, long bytes, @Nullable Instant oldest, long retries, double rate, long letters) {

        static final Row EMPTY = new Row(0, 0, null, 0, 0, 0);

        static Row of(WaitingUploads uploads) {
            return new Row(uploads.uploads(), uploads.bytes(), uploads.oldest(), uploads.postponed(), 0, 0);
        }

        static Row ofRate(double rate) {
            return new Row(0, 0, null, 0, rate, 0);
        }

        static Row ofLetters(long letters) {
            return new Row(0, 0, null, 0, 0, letters);
        }

        Row plus(Row other) {
            var first =
                    oldest == null || (other.oldest != null && other.oldest.isBefore(oldest)) ? other.oldest : oldest;
            return new Row(
                    waiting + other.waiting,
                    bytes + other.bytes,
                    first,
                    retries + other.retries,
                    rate + other.rate,
                    letters + other.letters);
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.keyed(GET, "/queue", this::get)
                .summary("The uploads that wait, by organization")
                .query("organization", "string", "the only organization to show")
                .answers(200, "Queue"));
    }

    private void get(Context context, Caller caller) {
        var only = PageParameters.of(context, ORGANIZATION).text(ORGANIZATION);
        var rows = rows(shown(caller, only));
        var now = clock.instant();
        var json = json(rows.values().stream().reduce(Row.EMPTY, Row::plus), now);
        var organizations = json.putArray("organizations");
        rows.forEach((name, row) -> {
            if (!name.equals(DeadLetterView.UNKNOWN)) {
                organizations.add(JsonNodeFactory.instance
                        .objectNode()
                        .put(ORGANIZATION, name)
                        .setAll(json(row, now)));
            }
        });
        Answer.json(context, 200, json);
    }

    /// Returns which organizations the caller sees.
    ///
    /// @param only the one that is asked for, if it is one
    private Predicate<String> shown(Caller caller, @Nullable String only) {
        if (only != null) {
            var name = authorizer
                    .member(caller, only, Set.of(READ, UPLOAD))
                    .organization()
                    .name();
            return name::equals;
        }
        return switch (caller) {
            case Caller.Root() -> _ -> true;
            case Caller.User(var user, var _, var _) -> {
                var own = accounts.organizationsOf(user.id()).stream()
                        .map(OrganizationAccount::name)
                        .filter(organization -> authorizer.allows(caller, organization, READ)
                                || authorizer.allows(caller, organization, UPLOAD))
                        .map(Organization::name)
                        .collect(Collectors.toSet());
                if (own.isEmpty()) {
                    throw new ProblemException(
                            new Rejection.Forbidden("The API key has no organization whose queue it may see"));
                }
                yield own::contains;
            }
        };
    }

    private Map<String, Row> rows(Predicate<String> shown) {
        var rows = new TreeMap<String, Row>();
        operations.waiting().forEach(waiting -> add(rows, waiting.organization().name(), Row.of(waiting)));
        throughput.organizations().forEach(name -> add(rows, name.name(), Row.ofRate(throughput.of(name))));
        deadLetters.counts().forEach((name, count) -> add(rows, name, Row.ofLetters(count)));
        rows.keySet().removeIf(shown.negate());
        return rows;
    }

    private static void add(Map<String, Row> rows, String name, Row row) {
        rows.merge(name, row, Row::plus);
    }

    private static ObjectNode json(Row row, Instant now) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("waiting", row.waiting());
        json.put("oldest_seconds", row.oldest() == null ? 0 : seconds(row.oldest(), now));
        json.put("waiting_bytes", row.bytes());
        // nothing is known about the pixels of a file before it has been looked at
        json.putNull("waiting_megapixels");
        json.put("per_second", Math.round(row.rate() * 100) / 100.0);
        json.put("retries_due", row.retries());
        json.put("dead_letters", row.letters());
        return json;
    }

    private static long seconds(Instant begin, Instant now) {
        return Math.max(0, Duration.between(begin, now).toSeconds());
    }
}
