package io.sluice.ingest.copy;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static io.sluice.account.Role.Permission.CHANGE;
import static io.sluice.account.Role.Permission.DELETE_ALL;
import static io.sluice.account.Role.Permission.READ;

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
import io.sluice.ingest.quota.Quotas;
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
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The routes of jobs, which process all images of an organization in the background.
public final class JobRoutes implements RouteTable {

    /// Maximum unfinished jobs of one organization: each takes a share of the copier.
    private static final int MOST_UNFINISHED = 20;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private static final String CONFIRM = "confirm";
    private static final String DRY_RUN = "dry_run";

    private final Commands commands;
    private final CatalogView images;
    private final JobView jobs;
    private final Authorizer authorizer;
    private final Quotas quotas;
    private final Clock clock;
    private final Revision revision;

    public JobRoutes(
            Commands commands, CatalogView images, JobView jobs, Authorizer authorizer, Quotas quotas, Clock clock) {
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
                Route.member(POST, Paths.IMAGES + "/copy-all", READ, this::copyAll),
                Route.member(POST, Paths.IMAGES + "/delete-all", DELETE_ALL, this::deleteAll),
                Route.keyed(GET, "/jobs/{id}", this::get),
                Route.keyed(DELETE, "/jobs/{id}", this::cancel));
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

    /// Handles `GET /jobs/{id}`, for members of the job's organizations.
    private void get(Context context, Caller caller) {
        Answer.json(context, 200, JobJson.of(find(context, caller), clock.instant()));
    }

    /// Handles `DELETE /jobs/{id}`: cancels the job. A copy requires the permission to change images in the
    /// destination, a deletion the permission to delete all images of the organization.
    private void cancel(Context context, Caller caller) throws InterruptedException {
        var job = find(context, caller);
        var mayCancel = job.destination() == null
                ? authorizer.allows(caller, job.source(), DELETE_ALL)
                : authorizer.allows(caller, job.destination(), CHANGE);
        if (!mayCancel) {
            throw new ProblemException(new Rejection.Forbidden("The API key's roles do not allow to cancel this job"));
        }
        if (job.state() == Job.State.RUNNING) {
            commands.publish(new CopyCommand.Cancel(job.id()));
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
