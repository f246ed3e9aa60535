package io.sluice.ingest.event;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.HEAD;
import static io.sluice.account.Role.Permission.READ;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.image.Organization;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.operation.OperationAnswers;
import io.sluice.ingest.operation.Operations;
import io.sluice.ingest.place.PlaceQueue;
import io.sluice.ingest.place.Places;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.json.ImageJson;
import io.sluice.json.JobJson;
import io.sluice.operation.OperationId;
import io.sluice.view.CatalogView;
import io.sluice.view.JobView;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The route `GET /organizations/{organization}/events`: operations, jobs and images as they change.
///
/// The thread of the request waits for changes; there is a limit for these threads, of which one organization
/// may have half. The state of what has changed is read when it is sent, so several changes of one thing may
/// be one event.
public final class EventRoute implements RouteTable {

    private static final Logger LOG = LoggerFactory.getLogger(EventRoute.class);

    /// Maximum number of clients of this node.
    private static final int MAX_CLIENTS = 500;

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    /// Time between two batches, in which changes of the same thing become one event.
    private static final Duration GATHER = Duration.ofMillis(100);

    /// Longest time in which a client has to read a batch.
    private static final Duration MAX_WRITE = Duration.ofSeconds(20);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final int RECONNECT_MILLIS = 2_000;

    /// Maximum number of parts of an operation that is sent with its images.
    private static final int MAX_PARTS_WITH_IMAGES = 20;

    private final EventLog log;
    private final Operations operations;
    private final OperationAnswers answers;
    private final JobView jobs;
    private final CatalogView images;
    private final Authorizer authorizer;
    private final PlaceQueue<Organization> clients;
    private final Duration silence;
    private final Clock clock;

    /// @param patience how long a request may be without progress
    public EventRoute(
            EventLog log,
            Operations operations,
            OperationAnswers answers,
            JobView jobs,
            CatalogView images,
            Authorizer authorizer,
            Duration patience,
            MeterRegistry registry,
            Clock clock) {
        this.log = log;
        this.operations = operations;
        this.answers = answers;
        this.jobs = jobs;
        this.images = images;
        this.authorizer = authorizer;
        this.clients = new PlaceQueue<Organization>(MAX_CLIENTS).measured(registry, "events");
        this.silence = patience.compareTo(LONGEST_SILENCE) < 0 ? patience : LONGEST_SILENCE;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.stream(GET, Paths.ORGANIZATION + "/events", READ, this::get)
                .summary("The changes of operations, jobs and images, as server-sent events")
                .header("Last-Event-ID", "the last event that was received")
                .answersWith(200, "text/event-stream")
                .refuses(429));
    }

    private void get(Context context, OrganizationCaller member) throws IOException, InterruptedException {
        context.contentType("text/event-stream");
        // or a proxy would wait for the end of the answer
        context.header("X-Accel-Buffering", "no");
        if (context.method().equals(HEAD)) {
            return;
        }
        var place = clients.take(member.organization(), Places.Size.SMALL, Duration.ZERO)
                .orElseThrow(() -> new ProblemException(Problem.tooMany(
                        "too-many-streams",
                        "Too many clients read events here, of which one organization may have half",
                        RETRY_AFTER)));
        try (place;
                var reader = log.read(member.organization(), context.header("Last-Event-ID"))) {
            stream(context, member, reader);
        }
    }

    private void stream(Context context, OrganizationCaller member, EventLog.Reader reader)
            throws IOException, InterruptedException {
        var writer = new EventWriter(context.res().getOutputStream());
        writer.retryAfter(RECONNECT_MILLIS);
        writer.position(reader.id());
        writer.flush();
        var checked = System.nanoTime();
        while (true) {
            var batch = reader.next(silence);
            if (System.nanoTime() - checked >= silence.toNanos()) {
                checked = System.nanoTime();
                if (!isStillAllowed(context, member)) {
                    end(writer, reader, "forbidden", "The API key does not allow to read events any more");
                    return;
                }
                writer.comment();
            }
            var start = System.nanoTime();
            write(batch, writer, reader, member.organization());
            if (batch.closed()) {
                end(writer, reader, "stopping", "The server is stopping, connect again");
                return;
            }
            if (System.nanoTime() - start > MAX_WRITE.toNanos()) {
                LOG.atWarn()
                        .addKeyValue("organization", member.organization())
                        .addKeyValue("reason", "too-slow")
                        .log("client of events cut off");
                end(writer, reader, "too-slow", "The events were read too slowly, connect again");
                return;
            }
            TimeUnit.MILLISECONDS.sleep(GATHER.toMillis());
        }
    }

    private void write(Ring.Batch batch, EventWriter writer, EventLog.Reader reader, Organization organization)
            throws IOException {
        if (batch.missed()) {
            writer.reset(reader.id(), "Changes were missed: read everything again");
        }
        var last = batch.changes().size() - 1;
        for (var i = 0; i <= last; i++) {
            var change = batch.changes().get(i);
            var type = change.kind().name().toLowerCase(Locale.ROOT);
            var data = data(organization, change);
            if (i < last && data.isPresent()) {
                writer.event(type, data.get());
            } else if (data.isPresent()) {
                writer.event(type, reader.id(), data.get());
            } else if (i == last) {
                writer.position(reader.id());
            }
        }
        writer.flush();
    }

    private static void end(EventWriter writer, EventLog.Reader reader, String reason, String message)
            throws IOException {
        writer.closed(reader.id(), reason, message);
        writer.flush();
    }

    private boolean isStillAllowed(Context context, OrganizationCaller member) {
        try {
            var _ = authorizer.member(
                    authorizer.caller(context), member.organization().name(), Set.of(READ));
            return true;
        } catch (ProblemException _) {
            return false;
        }
    }

    private Optional<ObjectNode> data(Organization organization, Change change) {
        return switch (change.kind()) {
            case OPERATION ->
                operations
                        .find(new OperationId(change.key()))
                        .map(status -> answers.json(status, status.partCount() <= MAX_PARTS_WITH_IMAGES));
            case JOB -> jobs.find(new OperationId(change.key())).map(job -> JobJson.of(job, clock.instant()));
            case IMAGE -> Optional.of(image(organization, change.key()));
        };
    }

    private ObjectNode image(Organization organization, String hash) {
        return images.find(organization, hash)
                .or(() -> images.findDeleted(organization, hash))
                .map(ImageJson::of)
                .orElseGet(() -> JsonNodeFactory.instance
                        .objectNode()
                        .put("hash", hash)
                        .put("organization", organization.name())
                        .put("purged", true));
    }
}
