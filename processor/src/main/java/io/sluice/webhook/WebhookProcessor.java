package io.sluice.webhook;

import static java.util.Objects.requireNonNull;

import io.sluice.account.Webhook;
import io.sluice.command.Bytes;
import io.sluice.command.DeadLetter;
import io.sluice.command.Job;
import io.sluice.command.Outcome;
import io.sluice.command.RecordCopy;
import io.sluice.command.RecordPosition;
import io.sluice.command.Rejection;
import io.sluice.command.WebhookAttempt;
import io.sluice.command.WebhookDelivery;
import io.sluice.fetch.PostResult;
import io.sluice.image.Organization;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.queue.RetryPolicy;
import io.sluice.streams.topology.DeadLetters;
import io.sluice.streams.topology.Reading;
import io.sluice.streams.topology.Ticks;
import io.sluice.streams.topology.TracedRecords;
import io.sluice.trace.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The processor that detects ended operations and jobs of organizations that have a webhook, and stores each
/// message until it is accepted or given up.
///
/// Delivery is at least once: a message is removed only after its webhook has accepted it, and messages that
/// were being sent when the process ended are sent again. Other threads send; they return results through a
/// queue that this processor polls.
final class WebhookProcessor implements Processor<@Nullable String, byte @Nullable [], @Nullable String, Object> {

    /// Interval of checks for due messages and for results, while there are messages.
    static final Duration INTERVAL = Duration.ofMillis(100);

    private static final Duration LOOK_FOR_OLD = Duration.ofHours(1);

    /// The position of a message that was never on its topic.
    private static final int NOWHERE = -1;

    private static final Logger LOG = LoggerFactory.getLogger(WebhookProcessor.class);

    private final Deliverer deliverer;
    private final RetryPolicy retries;
    private final WebhookMetrics metrics;
    private final Random random = new Random();

    /// Places of the messages that are being sent.
    private final Set<String> sending = new HashSet<>();

    private final Queue<Sent> results = new ConcurrentLinkedQueue<>();

    /// The organization whose message was started last: the others are next when there is capacity again.
    private @Nullable Organization servedLast;

    private ProcessorContext<@Nullable String, Object> context;
    private Deliveries deliveries;
    private KeyValueStore<String, OpenOperation> open;
    private ReadOnlyKeyValueStore<String, byte[]> webhooks;
    private Ticks ticks;

    /// The result of sending the message in `place`.
    private record Sent(String place, WebhookDelivery delivery, PostResult result) {}

    @SuppressWarnings("NullAway.Init") // Streams calls init before the first record
    WebhookProcessor(Deliverer deliverer, RetryPolicy retries, WebhookMetrics metrics) {
        this.deliverer = deliverer;
        this.retries = retries;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<@Nullable String, Object> context) {
        this.context = context;
        this.deliveries = new Deliveries(context);
        this.open = requireNonNull(context.getStateStore(WebhookTopology.OPEN));
        this.webhooks = requireNonNull(context.getStateStore(WebhookTopology.WEBHOOKS));
        this.ticks = Ticks.start(context, INTERVAL, this::tick);
        context.schedule(LOOK_FOR_OLD, PunctuationType.WALL_CLOCK_TIME, now -> forget(Instant.ofEpochMilli(now)));
    }

    @Override
    public void process(Record<@Nullable String, byte @Nullable []> record) {
        var topic = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record always comes from a topic"))
                .topic();
        var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        TracedRecords.within(record, () -> {
            if (topic.equals(Topics.OUTCOMES.name())) {
                outcome(record, now);
            } else if (topic.equals(Topics.JOBS.name())) {
                job(record, now);
            } else {
                again(record, now);
            }
        });
        if (deliveries.hasAny()) {
            ticks.wake();
        }
    }

    private void outcome(Record<@Nullable String, byte @Nullable []> record, Instant now) {
        var value = record.value();
        if (value != null
                && read(Topics.OUTCOMES, record) instanceof Reading.Parsed<Outcome>(var outcome)
                && WebhookMessages.isTold(outcome)
                && webhook(outcome.organization()).isPresent()) {
            var operation = outcome.operation().value();
            var before = outcome.part().count() == 1 ? null : open.get(operation);
            var after = (before == null ? OpenOperation.NONE : before).with(outcome, value.length);
            if (after.hasEnded()) {
                deliveries.add(WebhookMessages.operation(after, now), now);
                if (before != null) {
                    open.delete(operation);
                }
            } else {
                open.put(operation, after);
            }
        }
    }

    private void job(Record<@Nullable String, byte @Nullable []> record, Instant now) {
        // a tombstone: the job was removed
        if (record.value() != null
                && read(Topics.JOBS, record) instanceof Reading.Parsed<Job>(var job)
                && job.finished() != null
                && webhook(job.target()).isPresent()) {
            deliveries.add(WebhookMessages.job(job, now), now);
        }
    }

    /// Stores a message that was given up and is replayed, or that tests the webhook.
    private void again(Record<@Nullable String, byte @Nullable []> record, Instant now) {
        switch (read(Topics.WEBHOOKS, record)) {
            case Reading.Parsed<WebhookDelivery>(var delivery) -> deliveries.add(delivery.withAttempt(1), now);
            case Reading.Malformed<WebhookDelivery>(var reason) -> {
                var place = context.recordMetadata().orElseThrow();
                bury(DeadLetters.giveUp(record, place, reason, 1, now), now);
            }
        }
    }

    private static <V> Reading<V> read(Topic<V> topic, Record<@Nullable String, byte @Nullable []> record) {
        return Reading.of(topic, record.value(), Integer.MAX_VALUE);
    }

    private Duration tick(Instant now) {
        for (var sent = results.poll(); sent != null; sent = results.poll()) {
            settle(sent, now);
        }
        for (var organization : deliveries.organizations(servedLast)) {
            var webhook = webhook(organization);
            deliveries.forEachDue(
                    organization, now, (place, delivery) -> sending.contains(place) || send(place, delivery, webhook));
        }
        return deliveries.hasAny() ? INTERVAL : Ticks.PAUSE;
    }

    /// Sends a message, and returns whether another message of the organization may be sent.
    private boolean send(String place, WebhookDelivery delivery, Optional<Webhook> webhook) {
        if (webhook.isEmpty()) {
            deliveries.remove(place);
            metrics.dropped();
            return true;
        }
        // first, because the result may arrive at once
        sending.add(place);
        var began = deliverer.start(delivery, webhook.get(), result -> results.add(new Sent(place, delivery, result)));
        if (began) {
            servedLast = delivery.organization();
        } else {
            sending.remove(place);
        }
        return began;
    }

    private void settle(Sent sent, Instant now) {
        sending.remove(sent.place());
        deliveries.remove(sent.place());
        Scope.run(Deliverer.trace(sent.delivery()), () -> {
            Scope.isAbout(sent.delivery().operation(), sent.delivery().organization());
            switch (sent.result()) {
                case PostResult.Taken(var status) -> {
                    metrics.taken();
                    report(sent.delivery(), WebhookAttempt.State.DELIVERED, Integer.toString(status), null, now);
                    LOG.atInfo()
                            .addKeyValue("event", sent.delivery().event())
                            .addKeyValue("attempt", sent.delivery().attempt())
                            .log("webhook message delivered");
                }
                case PostResult.Refused(var reason) -> giveUp(sent.delivery(), reason, now);
                case PostResult.Failed(var reason, var retryAfter) -> {
                    if (sent.delivery().isTest()
                            || retries.isLast(sent.delivery().attempt())) {
                        giveUp(sent.delivery(), reason, now);
                    } else {
                        retry(sent.delivery(), reason, retryAfter, now);
                    }
                }
            }
        });
    }

    private void retry(WebhookDelivery delivery, Rejection reason, @Nullable Duration asked, Instant now) {
        var due = now.plus(retries.waitAfter(delivery.attempt(), asked, random));
        deliveries.add(delivery.withAttempt(delivery.attempt() + 1), due);
        metrics.failed();
        report(delivery, WebhookAttempt.State.RETRYING, reason.message(), due, now);
        about(delivery, reason, "webhook delivery failed, retrying");
    }

    private void giveUp(WebhookDelivery delivery, Rejection reason, Instant now) {
        report(delivery, WebhookAttempt.State.FAILED, reason.message(), null, now);
        if (!delivery.isTest()) {
            bury(delivery, reason, now);
        }
        metrics.givenUp();
        about(delivery, reason, "webhook message given up");
    }

    private void bury(WebhookDelivery delivery, Rejection reason, Instant now) {
        var value = Topics.WEBHOOKS.serializer().serialize(Topics.WEBHOOKS.name(), delivery.withAttempt(1));
        bury(
                new DeadLetter(
                        new RecordPosition(Topics.WEBHOOKS.name(), NOWHERE, NOWHERE),
                        new RecordCopy(
                                delivery.operation().value(), Bytes.of(requireNonNull(value)), delivery.headers()),
                        reason,
                        delivery.attempt(),
                        delivery.created(),
                        now),
                now);
    }

    /// Publishes the result of an attempt for those who look after the webhook.
    private void report(
            WebhookDelivery delivery,
            WebhookAttempt.State state,
            String answer,
            @Nullable Instant nextTry,
            Instant now) {
        var organization = delivery.organization();
        var attempt = new WebhookAttempt(
                organization, delivery.messageId(), delivery.event(), state, delivery.attempt(), now, answer, nextTry);
        context.forward(TracedRecords.of(organization.name(), (Object) attempt, now), Topics.WEBHOOK_ATTEMPTS.name());
    }

    private void bury(DeadLetter letter, Instant now) {
        context.forward(TracedRecords.of(letter.key(), (Object) letter, now), Topics.DEAD_LETTERS.name());
    }

    private static void about(WebhookDelivery delivery, Rejection reason, String message) {
        LOG.atWarn()
                .addKeyValue("event", delivery.event())
                .addKeyValue("attempt", delivery.attempt())
                .addKeyValue("reason", reason.code())
                .addKeyValue("detail", reason.message())
                .log(message);
    }

    private Optional<Webhook> webhook(Organization organization) {
        return WebhookTable.find(webhooks, organization);
    }

    /// Removes operations whose other parts will never end, because their commands are gone.
    private void forget(Instant now) {
        var old = new ArrayList<String>();
        try (var all = open.all()) {
            all.forEachRemaining(entry -> {
                if (entry.value.beganBefore(now.minus(Topics.OPERATION_RETENTION))) {
                    old.add(entry.key);
                }
            });
        }
        old.forEach(open::delete);
    }
}
