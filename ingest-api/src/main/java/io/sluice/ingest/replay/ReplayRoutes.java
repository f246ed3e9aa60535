package io.sluice.ingest.replay;

import static io.javalin.http.HandlerType.POST;
import static io.sluice.account.Role.Permission.UPLOAD;

import io.javalin.http.Context;
import io.sluice.command.Job;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.operation.IdempotencyKey;
import io.sluice.ingest.operation.OperationAnswers;
import io.sluice.ingest.operation.OperationParameters;
import io.sluice.ingest.operation.OperationRoutes;
import io.sluice.ingest.operation.PageParameters;
import io.sluice.ingest.quota.Quotas;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.json.JobJson;
import io.sluice.operation.OperationId;
import io.sluice.view.JobView;
import io.sluice.view.OperationStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// The routes that try rejected operations again.
public final class ReplayRoutes implements RouteTable {

    /// Maximum unfinished jobs of one organization that try operations again.
    private static final int MOST_UNFINISHED = 5;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final OperationAnswers answers;
    private final Replayer replayer;
    private final ReplayJobs replays;
    private final JobView jobs;
    private final Quotas quotas;
    private final Authorizer authorizer;
    private final Clock clock;

    public ReplayRoutes(
            OperationAnswers answers,
            Replayer replayer,
            ReplayJobs replays,
            JobView jobs,
            Quotas quotas,
            Authorizer authorizer,
            Clock clock) {
        this.answers = answers;
        this.replayer = replayer;
        this.replays = replays;
        this.jobs = jobs;
        this.quotas = quotas;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.keyed(POST, "/operations/{id}/replay", this::replay)
                        .summary("Tries a rejected operation again")
                        .answers(202, "Operation")
                        .refuses(404, 409),
                Route.member(POST, Paths.ORGANIZATION + "/operations/replay", UPLOAD, this::replayAll)
                        .summary("Tries the rejected operations again that meet conditions, as a job")
                        .query("reason", "string", "reason of the rejection")
                        .query("door", "string", "http, kafka, bulk or retry")
                        .query("since", "string", "earliest time of acceptance")
                        .query("until", "string", "latest time of acceptance")
                        .query("name", "string", "name of a file")
                        .answers(202, "Job"));
    }

    /// Handles `POST /operations/{id}/replay`. A repeated request has the same answer: an operation is tried
    /// again once, and then the operation that does so may be.
    private void replay(Context context, Caller caller) throws InterruptedException {
        var status = answers.find(context, caller);
        if (!authorizer.allows(caller, status.organization(), UPLOAD)) {
            throw new ProblemException(
                    new Rejection.Forbidden("The API key's roles do not allow to try this operation again"));
        }
        if (replayer.replayOf(status).isEmpty()) {
            quotas.admitUpload(status.organization());
        }
        switch (replayer.replay(status)) {
            case Replayer.Result.Accepted(var replay) -> accepted(context, replay);
            case Replayer.Result.Known(var replay) -> accepted(context, replay);
            case Replayer.Result.Impossible(var reason) ->
                throw new ProblemException(Problem.notReplayable(
                        "The operation " + status.operation() + " cannot be tried again: " + reason));
        }
    }

    private void accepted(Context context, OperationStatus replay) {
        context.header("Location", "/operations/" + replay.operation());
        OperationRoutes.name(context, replay.operation());
        Answer.json(context, 202, answers.json(replay, false));
    }

    /// Handles `POST /organizations/{organization}/operations/replay`: a job.
    private void replayAll(Context context, OrganizationCaller member) throws InterruptedException {
        var parameters = PageParameters.of(context, OperationParameters.FILTERS.toArray(String[]::new));
        var filter = OperationParameters.filter(parameters);
        var organization = member.organization();
        var id = IdempotencyKey.of(context.header(IdempotencyKey.HEADER))
                .map(key -> key.operation(member, "replay", filter.toString()))
                .orElseGet(OperationId::random);
        var known = jobs.find(id);
        if (known.isEmpty()) {
            admit(member);
        }
        var job = known.isPresent() ? known.get() : replays.request(id, organization, filter);
        context.header("Location", "/jobs/" + id);
        // so that the job exists when the client requests it
        jobs.await(id, Commands.VIEW_LAG);
        Answer.json(context, 202, JobJson.of(jobs.find(id).orElse(job), clock.instant()));
    }

    private void admit(OrganizationCaller member) {
        var organization = member.organization();
        var unfinished = jobs.unfinished(Job.Kind.REPLAY).stream()
                .filter(job -> job.source().equals(organization))
                .count();
        if (unfinished >= MOST_UNFINISHED) {
            throw new ProblemException(Problem.tooMany(
                    "too-many-jobs",
                    "The organization " + organization + " has " + MOST_UNFINISHED
                            + " jobs that try operations again, wait for one or cancel it",
                    RETRY_AFTER));
        }
        quotas.admitJob(organization);
    }
}
