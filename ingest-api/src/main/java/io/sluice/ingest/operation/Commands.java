package io.sluice.ingest.operation;

import io.javalin.http.Context;
import io.sluice.command.CatalogCommand;
import io.sluice.command.CopyCommand;
import io.sluice.command.Outcome;
import io.sluice.command.Trail;
import io.sluice.command.WebhookDelivery;
import io.sluice.image.Organization;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.ingest.wire.Revision;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.trace.Scope;
import io.sluice.view.AccountView;
import io.sluice.view.CatalogView;
import io.sluice.view.OperationStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Publishes commands and waits until they are decided and this node's views show it, so that whoever is
/// answered then reads what they wrote. Safe for use by many threads.
///
/// A command is published at most once a request. When its outcome takes too long it is still on its way: the
/// answer is then 202 rather than an error, which clients would take as an invitation to send it again.
public final class Commands {

    /// How long this node's views may need to show what has been decided.
    public static final Duration VIEW_LAG = Duration.ofSeconds(5);

    private static final Duration LEAST_VIEW_LAG = Duration.ofSeconds(1);

    private final Publisher publisher;
    private final Operations operations;
    private final OutageGuard outage;
    private final CatalogView images;
    private final AccountView accounts;
    private final Duration syncTimeout;
    private final Clock clock;

    /// What is answered once a command is decided.
    @FunctionalInterface
    public interface Answering<O extends Outcome> {
        void answer(O outcome) throws InterruptedException;
    }

    /// @param outage      refuses writes
    /// @param syncTimeout how long an answer waits for the outcome
    public Commands(
            Publisher publisher,
            Operations operations,
            OutageGuard outage,
            CatalogView images,
            AccountView accounts,
            Duration syncTimeout,
            Clock clock) {
        this.publisher = publisher;
        this.operations = operations;
        this.outage = outage;
        this.images = images;
        this.accounts = accounts;
        this.syncTimeout = syncTimeout;
        this.clock = clock;
    }

    /// The trail of a command that is made now.
    public Trail trail() {
        return Trail.direct(clock.instant());
    }

    /// Has the catalog decide, and answers with `answering` or, when that takes too long, with 202.
    ///
    /// @param expected the only outcome beside a rejection that the command can have
    /// @throws ProblemException with the reason, when the command is rejected
    public <O extends Outcome> void decide(
            Context context, CatalogCommand command, Class<O> expected, Answering<O> answering)
            throws InterruptedException {
        answer(context, command.operation(), command.organization(), decided(context, command), expected, answering);
    }

    /// Has the copier copy, and answers with `answering` or, when that takes too long, with 202.
    ///
    /// @throws ProblemException with the reason, when the command is rejected
    public void copy(Context context, CopyCommand.Copy command, Answering<Outcome.Copied> answering)
            throws InterruptedException {
        OperationRoutes.name(context, command.operation());
        var outcome = outcome(command.operation(), command.destination(), () -> send(command));
        answer(context, command.operation(), command.destination(), outcome, Outcome.Copied.class, answering);
    }

    /// Has the catalog decide, and leaves the answer to the caller but for the operation's name.
    ///
    /// @return the outcome, or nothing when the decision, or this node's sight of it, takes too long
    /// @throws ProblemException with the reason, when the command is rejected
    public Optional<Outcome> decided(Context context, CatalogCommand command) throws InterruptedException {
        OperationRoutes.name(context, command.operation());
        return outcome(
                command.operation(),
                command.organization(),
                () -> publisher.publish(
                        Topics.CATALOG_COMMANDS, command.organization().name(), command));
    }

    /// Publishes what starts or ends a job, and waits until it is durable. A job is asked for by itself, not
    /// as an operation.
    ///
    /// @throws ProblemException when Kafka is away, or it may not be durable
    public void publish(CopyCommand command) throws InterruptedException {
        Scope.isAbout(command.operation());
        outage.check();
        outage.awaitDurable(send(command));
    }

    /// Publishes a message to a webhook, and waits until it is durable.
    ///
    /// @throws ProblemException when Kafka is away, or it may not be durable
    public void publish(WebhookDelivery delivery) throws InterruptedException {
        Scope.isAbout(delivery.operation());
        outage.check();
        outage.awaitDurable(
                publisher.publish(Topics.WEBHOOKS, delivery.operation().value(), delivery));
    }

    private CompletableFuture<Void> send(CopyCommand command) {
        return publisher.publish(Topics.COPIES, command.operation().value(), command);
    }

    private Optional<Outcome> outcome(
            OperationId operation, Organization organization, Supplier<CompletableFuture<Void>> send)
            throws InterruptedException {
        var end = System.nanoTime() + syncTimeout.toNanos(); // publishing included, which can take long too
        try (var waiting = operations.expectNew(operation, 1)) {
            operations.publishOnce(accepted(operation, organization), () -> List.of(send.get()));
            var outcome = waiting.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())))
                    .map(List::getFirst);
            if (outcome.isPresent() && outcome.get() instanceof Outcome.Rejected rejected) {
                throw new ProblemException(rejected.reason());
            }
            return outcome.isPresent() && isVisible(outcome.get(), viewLag(end)) ? outcome : Optional.empty();
        }
    }

    private OperationStatus accepted(OperationId operation, Organization organization) {
        return new OperationStatus(operation, organization, null, clock.instant(), Part.ONLY.count(), List.of());
    }

    private <O extends Outcome> void answer(
            Context context,
            OperationId operation,
            Organization organization,
            Optional<Outcome> outcome,
            Class<O> expected,
            Answering<O> answering)
            throws InterruptedException {
        if (outcome.isEmpty()) {
            OperationRoutes.answerAccepted(
                    context, operations.find(operation).orElseGet(() -> accepted(operation, organization)));
            return;
        }
        var revision = revision(outcome.get());
        if (revision > 0) {
            context.header(Revision.HEADER, Long.toString(revision));
        }
        answering.answer(expected.cast(outcome.get()));
    }

    /// How long the views may need when the outcome has to be answered at `end`, or shortly after.
    private static Duration viewLag(long end) {
        return Duration.ofNanos(Math.clamp(end - System.nanoTime(), LEAST_VIEW_LAG.toNanos(), VIEW_LAG.toNanos()));
    }

    private boolean isVisible(Outcome outcome, Duration lag) throws InterruptedException {
        var change = outcome.id();
        return switch (outcome) {
            case Outcome.Registered _, Outcome.Changed _, Outcome.Deleted _, Outcome.Copied _ ->
                revision(outcome) == 0 || images.await(outcome.organization(), revision(outcome), lag);
            case Outcome.SignedUp signedUp ->
                accounts.await(signedUp.user(), change, lag) && accounts.await(signedUp.organization(), change, lag);
            case Outcome.OrganizationCreated created -> accounts.await(created.organization(), change, lag);
            case Outcome.MembershipChanged changed ->
                changed.effect() == Outcome.Effect.UNCHANGED || accounts.await(changed.organization(), change, lag);
            case Outcome.LimitsChanged changed ->
                changed.effect() == Outcome.Effect.UNCHANGED || accounts.await(changed.organization(), change, lag);
            case Outcome.WebhookChanged changed ->
                changed.effect() == Outcome.Effect.UNCHANGED || accounts.await(changed.organization(), change, lag);
            case Outcome.ApiKeysChanged changed ->
                changed.effect() == Outcome.Effect.UNCHANGED || accounts.await(changed.user(), change, lag);
            case Outcome.Purged _, Outcome.Rejected _ -> true;
        };
    }

    /// The revision of the organization's images that shows the outcome; 0 when it changes none.
    static long revision(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Registered registered -> registered.image().revision();
            case Outcome.Changed changed -> changed.image().revision();
            case Outcome.Deleted deleted -> deleted.revision();
            case Outcome.Copied copied -> copied.revision();
            case Outcome.Purged _,
                    Outcome.SignedUp _,
                    Outcome.OrganizationCreated _,
                    Outcome.MembershipChanged _,
                    Outcome.ApiKeysChanged _,
                    Outcome.WebhookChanged _,
                    Outcome.LimitsChanged _,
                    Outcome.Rejected _ -> 0;
        };
    }
}
