package io.sluice.ingest.upload;

import static io.javalin.http.HandlerType.POST;
import static io.sluice.account.Role.Permission.UPLOAD;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.sluice.command.Outcome;
import io.sluice.crash.CrashPoint;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.health.ApiMetrics;
import io.sluice.ingest.operation.IdempotencyKey;
import io.sluice.ingest.operation.OperationRoutes;
import io.sluice.ingest.operation.Operations;
import io.sluice.ingest.operation.OutageGuard;
import io.sluice.ingest.place.Place;
import io.sluice.ingest.place.PlaceQueue;
import io.sluice.ingest.place.Places;
import io.sluice.ingest.preview.SideWork;
import io.sluice.ingest.quota.Quotas;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.upload.admission.Admission;
import io.sluice.ingest.upload.form.BodyReader;
import io.sluice.ingest.upload.form.StagedFile;
import io.sluice.ingest.upload.form.Staging;
import io.sluice.ingest.upload.form.UploadForm;
import io.sluice.ingest.upload.form.UploadLimits;
import io.sluice.ingest.upload.plan.UploadPlan;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.Flag;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.ingest.wire.Revision;
import io.sluice.json.ImageJson;
import io.sluice.kafka.Publisher;
import io.sluice.precedence.Precedence;
import io.sluice.store.ObjectStore;
import io.sluice.view.CatalogView;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The route `POST /sourceimages/{organization}`: creates source images from files and URLs.
public final class UploadRoute implements RouteTable {

    /// Maximum wait for another request to complete its body, before the client has to retry.
    private static final Duration PLACE_WAIT = Duration.ofSeconds(1);

    /// Longest body that counts as small: it arrives in a second over a mobile connection.
    private static final long SMALL_BYTES = 1024 * 1024;

    private final ObjectStore store;
    private final CatalogView images;
    private final Operations operations;
    private final OutageGuard outage;
    private final Submitter submitter;
    private final Admission admission;
    private final Quotas quotas;
    private final UploadLimits limits;
    private final BodyReader reader;
    private final FormCheck check;
    private final DryRun dryRun;
    private final PlaceQueue<Organization> bodies;
    private final UploadTurns turns;
    private final Duration syncTimeout;
    private final Clock clock;
    private final Counter uploaded;

    /// @param outage      refuses uploads while Kafka or the store is away
    /// @param admission   limits the number of uploads
    /// @param quotas      limits of the operator for each organization
    /// @param check       refuses forms with an invalid file
    /// @param sideWork    tries conversions
    /// @param precedence  of organizations in this process
    /// @param syncTimeout maximum wait of a response for the outcome
    public UploadRoute(
            ObjectStore store,
            Publisher publisher,
            CatalogView images,
            Operations operations,
            OutageGuard outage,
            Admission admission,
            Quotas quotas,
            FormCheck check,
            SideWork sideWork,
            UploadConfig config,
            Precedence precedence,
            Duration syncTimeout,
            Clock clock,
            MeterRegistry registry) {
        this.store = store;
        this.images = images;
        this.operations = operations;
        this.outage = outage;
        this.submitter = new Submitter(publisher, operations, clock);
        this.admission = admission;
        this.quotas = quotas;
        this.limits = UploadLimits.ofFileBytes(config.maxFileBytes());
        this.reader = new BodyReader(limits);
        this.check = check;
        this.dryRun = new DryRun(check, images, sideWork);
        this.bodies = new PlaceQueue<>(config.maxConcurrent());
        this.turns = new UploadTurns(precedence);
        this.syncTimeout = syncTimeout;
        this.clock = clock;
        this.uploaded = Counter.builder(ApiMetrics.UPLOADED)
                .description("bytes received in files, including rejected ones")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
        Gauge.builder(ApiMetrics.BODIES, bodies, PlaceQueue::taken)
                .description("uploads whose bodies are being read")
                .register(registry);
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.member(POST, Paths.IMAGES, UPLOAD, this::post)
                .summary("Creates images from files and URLs")
                .query("dry_run", "boolean", "whether only to predict the outcome")
                .header("Idempotency-Key", "a repeated request with the same key does not upload again")
                .header(
                        "Prefer",
                        "respond-async for an answer before the result, handling=lenient to store the valid files of a form")
                .body("multipart/form-data", "UploadForm")
                .answers(200, "UploadAnswer")
                .answers(202, "Operation")
                .refuses(408, 409, 413, 415, 422));
    }

    private void post(Context context, OrganizationCaller member) throws InterruptedException {
        if (Flag.ofQuery(context, "dry_run")) {
            Answer.json(context, 200, predict(context, member.organization()));
            return;
        }
        var key = IdempotencyKey.of(context.header(IdempotencyKey.HEADER));
        var preferences = Preference.of(context.req());
        if (!preferences.isEmpty()) {
            context.header(Preference.APPLIED, Preference.applied(preferences));
        }
        try (var _ = turns.begin(member.organization());
                var submission = receive(context, member, key, preferences.contains(Preference.LENIENT))) {
            OperationRoutes.name(context, submission.status().operation());
            if (preferences.contains(Preference.RESPOND_ASYNC)) {
                answerLater(context, submission);
            } else {
                answerOutcome(context, submission);
            }
        }
    }

    /// Reads the body and checks it like that of an upload. The staged blobs are deleted.
    private ObjectNode predict(Context context, Organization organization) throws InterruptedException {
        admit(organization);
        try (var _ = place(context.req(), organization);
                var staging = staging(organization)) {
            return dryRun.of(organization, plan(organization, read(context, staging, organization)));
        }
    }

    /// Reads the body and publishes its commands. A failure before that leaves no blob behind.
    private Submission receive(
            Context context, OrganizationCaller member, Optional<IdempotencyKey> key, boolean lenient)
            throws InterruptedException {
        admit(member.organization());
        try (var _ = place(context.req(), member.organization());
                var staging = staging(member.organization())) {
            var form = read(context, staging, member.organization());
            var plan = plan(member.organization(), form);
            if (!lenient) {
                turns.check(member.organization(), () -> check.check(plan));
            }
            return submitter.submit(member, form, plan, key, staging);
        }
    }

    private void admit(Organization organization) {
        outage.check();
        outage.checkStore();
        quotas.admitUpload(organization);
        admission.admit(organization);
    }

    private Staging staging(Organization organization) {
        return new Staging(store, organization, quotas.fileMaximum(organization, limits.maxFileBytes()));
    }

    private UploadForm read(Context context, Staging staging, Organization organization) throws InterruptedException {
        turns.await(organization);
        var form = reader.read(context.req(), staging, bodies::pressure);
        var bytes = form.files().stream().mapToLong(StagedFile::size).sum();
        turns.received(organization, bytes);
        uploaded.increment((double) bytes);
        return form;
    }

    private UploadPlan plan(Organization organization, UploadForm form) {
        var plan = UploadPlan.of(form, limits);
        if (plan.converts()) {
            quotas.admitConversion(organization);
        }
        return plan;
    }

    /// Takes the place in which the body is read.
    private Place place(HttpServletRequest request, Organization organization) throws InterruptedException {
        var length = request.getContentLengthLong();
        var size = length >= 0 && length <= SMALL_BYTES ? Places.Size.SMALL : Places.Size.LARGE;
        return bodies.take(organization, size, PLACE_WAIT)
                .orElseThrow(() -> new ProblemException(Problem.busy(
                        "Too many uploads at once, of which one organization may have half; try again in a moment")));
    }

    /// Waits for the outcome and until this node's view contains it. After the timeout, the response refers
    /// to the operation.
    private void answerOutcome(Context context, Submission submission) throws InterruptedException {
        var end = submission.asked().plus(syncTimeout); // publishing included, which can take long too
        var outcomes = submission.waiting().await(remaining(end));
        CrashPoint.BEFORE_ANSWER.pass();
        if (outcomes.isEmpty()) {
            answerLater(context, submission);
            return;
        }
        var registered = outcomes.get().stream()
                .filter(Outcome.Registered.class::isInstance)
                .map(Outcome.Registered.class::cast)
                .map(Outcome.Registered::image)
                .toList();
        var organization = submission.status().organization();
        var revision = registered.stream().mapToLong(SourceImage::revision).max();
        // also before a refusal: the form may contain an image that was stored
        var visible = revision.isEmpty() || images.await(organization, revision.getAsLong(), remaining(end));
        if (registered.size() < outcomes.get().size()) {
            throw new ProblemException(UploadFailure.of(submission, outcomes.get()));
        }
        if (visible) {
            context.header(Revision.HEADER, Long.toString(revision.orElseThrow()));
            Answer.json(context, 200, ImageJson.list(registered.size(), registered));
        } else {
            answerLater(context, submission);
        }
    }

    private Duration remaining(Instant end) {
        var left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void answerLater(Context context, Submission submission) {
        var status = submission.status();
        OperationRoutes.answerAccepted(
                context, operations.find(status.operation()).orElse(status));
    }
}
