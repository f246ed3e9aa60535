package io.sluice.ingest.copy;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static io.sluice.account.Role.Permission.CHANGE;
import static io.sluice.account.Role.Permission.DELETE_ALL;
import static io.sluice.account.Role.Permission.READ;
import static io.sluice.account.Role.Permission.UPLOAD;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.command.CopyCommand;
import io.sluice.command.Job;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.operation.IdempotencyKey;
import io.sluice.ingest.operation.PageParameters;
import io.sluice.ingest.quota.Quotas;
import io.sluice.ingest.replay.ReplayJobs;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.search.SearchParameters;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.Flag;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.ingest.wire.Revision;
import io.sluice.json.JobJson;
import io.sluice.operation.OperationId;
import io.sluice.search.Condition;
import io.sluice.view.CatalogView;
import io.sluice.view.JobView;
import io.sluice.view.OperationPage.Position;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The routes of jobs, which process all images of an organization in the background.
public final class JobRoutes implements RouteTable {

    /// Maximum unfinished jobs of one organization: each takes a share of the copier.
    private static final int MOST_UNFINISHED = 20;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private static final String STATE = "state";
    private static final String CONFIRM = "confirm";
    private static final String DRY_RUN = "dry_run";

    private final Commands commands;
    private final CatalogView images;
    private final JobView jobs;
    private final ReplayJobs replays;
    private final Authorizer authorizer;
    private final Quotas quotas;
    private final Clock clock;
    private final Revision revision;

    public JobRoutes(
            Commands commands,
            CatalogView images,
            JobView jobs,
            ReplayJobs replays,
            Authorizer authorizer,
            Quotas quotas,
            Clock clock) {
        this.replays = replays;
        this.quotas = quotas;
        this.commands = commands;
        this.images = images;
        this.jobs = jobs;
        this.authorizer = authorizer;
        this.clock = clock;
        this.revision = new Revision(images);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.member(POST, Paths.IMAGES + "/copy-all", READ, this::copyAll)
                        .summary("Copies all images that meet conditions, as a job")
                        .header("Destination", "the organization to copy to")
                        .header("Overwrite", "F to keep what exists there")
                        .query("dry_run", "boolean", "whether to count only")
                        .answers(200, "JobDryRun")
                        .answers(202, "Job")
                        .refuses(409),
                Route.member(POST, Paths.IMAGES + "/delete-all", DELETE_ALL, this::deleteAll)
                        .summary("Deletes all images that meet conditions, as a job")
                        .query("confirm", "string", "the name of the organization")
                        .query("dry_run", "boolean", "whether to count only")
                        .answers(200, "JobDryRun")
                        .answers(202, "Job")
                        .refuses(409),
                Route.member(GET, Paths.ORGANIZATION + "/jobs", READ, this::list)
                        .summary("The jobs of an organization, the newest first")
                        .query("state", "string", "state of the jobs")
                        .query("limit", "integer", "number of jobs of a page")
                        .query("cursor", "string", "where the page begins, from the page before")
                        .answers(200, "JobList"),
                Route.keyed(GET, "/jobs/{id}", this::get)
                        .summary("The state of a job")
                        .answers(200, "Job")
                        .refuses(404),
                Route.keyed(DELETE, "/jobs/{id}", this::cancel)
                        .summary("Cancels a job")
                        .answers(202, "Job")
                        .answers(204)
                        .refuses(404));
    }

    /// Handles `POST /sourceimages/{organization}/copy-all`: copies the images that meet the conditions of
    /// the request. Protected images are copied too, so the caller needs the permission to download them.
    private void copyAll(Context context, OrganizationCaller source) throws InterruptedException {
        var target = Target.of(context, source, authorizer);
        Target.requireProtected(source);
        var destination = target.destination().organization();
        var condition = SearchParameters.condition(context, List.of(DRY_RUN));
        if (answeredDryRun(context, source, condition)) {
            return;
        }
        var filter = filter(condition);
        var id = id(
                context,
                source,
                "copy-all",
                destination.name(),
                Boolean.toString(target.keepExisting()),
                String.valueOf(filter));
        start(
                context,
                destination,
                new CopyCommand.CopyAll(
                        id,
                        source.organization(),
                        destination,
                        target.keepExisting(),
                        images.revision(source.organization()),
                        clock.instant(),
                        filter));
    }

    /// Handles `POST /sourceimages/{organization}/delete-all?confirm={organization}`: deletes the images that
    /// meet the conditions of the request.
    private void deleteAll(Context context, OrganizationCaller member) throws InterruptedException {
        var organization = member.organization();
        var condition = SearchParameters.condition(context, List.of(DRY_RUN, CONFIRM));
        if (answeredDryRun(context, member, condition)) {
            return;
        }
        if (!organization.name().equals(context.queryParam(CONFIRM))) {
            throw new ProblemException(
                    new Rejection.MalformedRequest("To delete these images, confirm it with ?confirm=" + organization));
        }
        var filter = filter(condition);
        start(
                context,
                organization,
                new CopyCommand.DeleteAll(
                        id(context, member, "delete-all", String.valueOf(filter)),
                        organization,
                        images.revision(organization),
                        clock.instant(),
                        filter));
    }

    /// With `dry_run=true`, answers how many images the job would process.
    private boolean answeredDryRun(Context context, OrganizationCaller member, Condition condition)
            throws InterruptedException {
        if (!Flag.ofQuery(context, DRY_RUN)) {
            return false;
        }
        revision.await(context, member.organization());
        var json = JsonNodeFactory.instance.objectNode();
        json.put("dry_run", true);
        json.put("total", images.count(member.organization(), condition));
        Answer.json(context, 200, json);
        return true;
    }

    /// Returns the text of a condition; null for all images.
    private static @Nullable String filter(Condition condition) {
        return condition.equals(Condition.all()) ? null : condition.toString();
    }

    /// Returns the id that belongs to the client's idempotency key, or a new id.
    private static OperationId id(Context context, OrganizationCaller member, String... request) {
        return IdempotencyKey.of(context.header(IdempotencyKey.HEADER))
                .map(key -> key.operation(member, request))
                .orElseGet(OperationId::random);
    }

    private void start(Context context, Organization target, CopyCommand command) throws InterruptedException {
        var id = command.operation();
        if (jobs.find(id).isEmpty()) {
            if (jobs.unfinished(target) >= MOST_UNFINISHED) {
                throw new ProblemException(Problem.tooMany(
                        "too-many-jobs",
                        "The organization " + target + " has " + MOST_UNFINISHED
                                + " jobs that are not finished, wait for one or cancel it",
                        RETRY_AFTER));
            }
            quotas.admitJob(target);
            commands.publish(command);
        }
        context.header("Location", "/jobs/" + id);
        // so that the job exists when the client requests it
        jobs.await(id, Commands.VIEW_LAG);
        Answer.json(
                context,
                202,
                jobs.find(id)
                        .map(job -> JobJson.of(job, clock.instant()))
                        .orElseGet(() -> JsonNodeFactory.instance
                                .objectNode()
                                .put("id", id.value())
                                .put("state", "accepted")));
    }

    /// Handles `GET /organizations/{organization}/jobs`.
    private void list(Context context, OrganizationCaller member) {
        var parameters = PageParameters.ofPage(context, STATE);
        var state = parameters.value(STATE, Job.State.class);
        var all = jobs.of(member.organization()).stream()
                .filter(job -> state == null || job.state() == state)
                .toList();
        var after = parameters.cursor();
        var rest = all.stream()
                .dropWhile(job -> after != null && !isAfter(job, after))
                .toList();
        var page = rest.subList(0, Math.min(parameters.limit(), rest.size()));
        var json = JsonNodeFactory.instance.objectNode();
        json.put("total", all.size());
        var items = json.putArray("items");
        page.forEach(job -> items.add(JobJson.of(job, clock.instant())));
        parameters.putNext(
                json,
                page.isEmpty() || page.size() == rest.size()
                        ? null
                        : new Position(
                                page.getLast().requested(), page.getLast().id()));
        Answer.json(context, 200, json);
    }

    private static boolean isAfter(Job job, Position position) {
        var requested = job.requested().truncatedTo(ChronoUnit.MILLIS);
        return requested.isBefore(position.accepted())
                || (requested.equals(position.accepted())
                        && job.id().value().compareTo(position.operation().value()) > 0);
    }

    /// Handles `GET /jobs/{id}`, for members of the job's organizations. Waits until the images show what the job
    /// has counted: jobs come from another topic than images.
    private void get(Context context, Caller caller) throws InterruptedException {
        var job = find(context, caller);
        if (job.revision() > 0) {
            var _ = images.await(job.target(), job.revision(), Commands.VIEW_LAG);
        }
        Answer.json(context, 200, JobJson.of(job, clock.instant()));
    }

    /// Handles `DELETE /jobs/{id}`: cancels the job. A copy requires the permission to change images in the
    /// destination, a deletion the permission to delete all images of the organization, a replay the one to
    /// upload.
    private void cancel(Context context, Caller caller) throws InterruptedException {
        var job = find(context, caller);
        var needed = switch (job.kind()) {
            case COPY_ALL -> CHANGE;
            case DELETE_ALL -> DELETE_ALL;
            case REPLAY -> UPLOAD;
        };
        if (!authorizer.allows(caller, job.target(), needed)) {
            throw new ProblemException(new Rejection.Forbidden("The API key's roles do not allow to cancel this job"));
        }
        if (job.state() == Job.State.RUNNING) {
            if (job.kind() == Job.Kind.REPLAY) {
                replays.cancel(job);
            } else {
                commands.publish(new CopyCommand.Cancel(job.id()));
            }
            Answer.json(context, 202, JobJson.of(job, clock.instant()));
        } else {
            Answer.nothing(context);
        }
    }

    /// Returns the job. Callers without access get the same response as for a job that does not exist.
    private Job find(Context context, Caller caller) {
        var id = context.pathParam("id");
        return (OperationId.isValid(id) ? jobs.find(new OperationId(id)) : Optional.<Job>empty())
                .filter(job -> authorizer.isMember(caller, job.source())
                        || (job.destination() != null && authorizer.isMember(caller, job.destination())))
                .orElseThrow(() -> new ProblemException(new Rejection.NotFound("job " + id)));
    }
}
