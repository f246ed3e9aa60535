package io.sluice.catalog;

import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.edit.Numbering;
import io.sluice.catalog.state.StateChange;
import io.sluice.command.CatalogCommand;
import io.sluice.command.DeadLetter;
import io.sluice.command.DeletionCommand;
import io.sluice.command.Outcome;
import io.sluice.command.RegistrationCommand;
import io.sluice.command.Rejection;
import io.sluice.command.Slice;
import io.sluice.crash.CrashPoint;
import io.sluice.image.ImageKey;
import io.sluice.kafka.RecordCopies;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.streams.topology.DeadLetters;
import io.sluice.streams.topology.Reading;
import io.sluice.streams.topology.Ticks;
import io.sluice.streams.topology.TracedRecords;
import io.sluice.trace.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// The processor of catalog commands: loads the state, decides, writes and publishes, one command at a time.
/// Each topic has a sink with its name.
///
/// Commands arrive as bytes, so that a malformed one becomes a dead letter with all its bytes.
final class CatalogProcessor
        implements Processor<@Nullable String, byte @Nullable [], @Nullable String, @Nullable Object> {

    /// Maximum size of a command in bytes: its results must fit into a record too.
    static final int MAX_COMMAND_BYTES = RecordCopies.MAX_VALUE_BYTES;

    private final String log;
    private final Duration retention;
    private final CatalogMetrics metrics;
    private ProcessorContext<@Nullable String, @Nullable Object> context;
    private CatalogStores stores;
    private long startedAt;
    private Decisions decisions;
    private Retention deletions;
    private Ticks ticks;
    // looked up at the first command, because stores cannot be written before
    private @Nullable Numbering numbering;

    /// @param log       id of the topic of the commands
    /// @param retention how long deleted images can be restored
    @SuppressWarnings("NullAway.Init") // Streams calls init before the first record
    CatalogProcessor(String log, Duration retention, CatalogMetrics metrics) {
        this.log = log;
        this.retention = retention;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<@Nullable String, @Nullable Object> context) {
        this.context = context;
        this.stores = new CatalogStores(context);
        this.startedAt = context.currentSystemTimeMs();
        this.decisions = new Decisions(stores);
        this.deletions = new Retention(stores, retention, Instant.ofEpochMilli(context.currentSystemTimeMs()));
        this.ticks = Ticks.start(context, Retention.SHORTEST, this::purge);
    }

    @Override
    public void process(Record<@Nullable String, byte @Nullable []> record) {
        TracedRecords.process(Topics.CATALOG_COMMANDS.name(), record, () -> read(record));
        ticks.wake();
    }

    private void read(Record<@Nullable String, byte @Nullable []> record) {
        var metadata = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a command always comes from a topic"));
        var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        switch (Reading.of(Topics.CATALOG_COMMANDS, record.value(), MAX_COMMAND_BYTES)) {
            case Reading.Malformed<CatalogCommand>(var reason) ->
                publishDeadLetter(DeadLetters.giveUp(record, metadata, reason, 1, now));
            case Reading.Parsed<CatalogCommand>(var command) -> decide(command, record, metadata, now);
        }
    }

    private void decide(
            CatalogCommand command,
            Record<@Nullable String, byte @Nullable []> record,
            RecordMetadata metadata,
            Instant now) {
        Scope.isAbout(command.operation(), command.organization());
        var started = metrics.start();
        // under another key the command is in a partition without the state of its organization
        var number = numbering().numberOf(metadata.offset());
        if (record.timestamp() < startedAt) {
            stores.mayBeReplay(number);
        }
        var time = Instant.ofEpochMilli(record.timestamp());
        if (command instanceof RegistrationCommand.CountRejection rejection) {
            stores.usageCounter().count(rejection, number, time);
            deletions.decided(number);
            return;
        }
        var repeated = stores.usageCounter().isRepeated(command, number);
        var decision = command.organization().name().equals(record.key())
                ? decisions.decide(command, number, now)
                : Decision.invalid(command, misplaced(command, record.key()), now, List.of());
        decision.changes().forEach(stores::write);
        if (command instanceof RegistrationCommand.Register register && !repeated) {
            stores.usageCounter().count(register, decision.outcome(), number, time);
        }
        CrashPoint.DECIDED.pass();
        decision.changes().forEach(change -> publish(change, now));
        decision.purges()
                .forEach(purge -> publish(Topics.BLOB_PURGES, purge.blob().value(), purge, now));
        if (decision.deadLetter() != null) {
            publishDeadLetter(DeadLetters.giveUp(
                    record, metadata, decision.deadLetter(), command.trail().attempts(), now));
        }
        publishOutcome(command, decision.outcome(), now);
        deletions.decided(number);
        if (command instanceof DeletionCommand.Purge purge) {
            deletions.decided(purge);
        }
        metrics.decided(started, decision.outcome());
    }

    private Duration purge(Instant now) {
        for (var purge : deletions.due(now)) {
            context.forward(
                    new Record<>(purge.organization().name(), purge, now.toEpochMilli()), CatalogTopology.OWN_COMMANDS);
        }
        deletions.tidy(now);
        deletions
                .refused()
                .forEach(purge -> publish(Topics.BLOB_PURGES, purge.blob().value(), purge, now));
        publishUsage(now);
        return deletions.interval();
    }

    private void publishUsage(Instant now) {
        if (stores.usageCounter().isDue(now)) {
            stores.usageCounter()
                    .publish(now, removed -> publish(Topics.USAGE, removed, null, now))
                    .forEach(usage -> publish(Topics.USAGE, usage.key(), usage, now));
        }
    }

    /// Publishes an outcome. The outcomes of a job's steps go only to the job.
    private void publishOutcome(CatalogCommand command, Outcome outcome, Instant now) {
        var slice = sliceOf(command);
        if (slice == null) {
            publish(Topics.OUTCOMES, command.operation().value(), outcome, now);
        } else {
            publish(Topics.JOB_RESULTS, slice.job().value(), outcome, now);
        }
    }

    private static @Nullable Slice sliceOf(CatalogCommand command) {
        if (command instanceof RegistrationCommand.RegisterCopies copies) {
            return copies.slice();
        }
        return command instanceof DeletionCommand.Delete delete ? delete.slice() : null;
    }

    private Numbering numbering() {
        if (numbering == null) {
            numbering = stores.numbering(log);
        }
        return numbering;
    }

    private void publish(StateChange change, Instant now) {
        switch (change) {
            case StateChange.PublishImage(var image) ->
                publish(Topics.SOURCE_IMAGES, ImageKey.of(image).text(), image, now);
            case StateChange.PublishTombstone(var organization, var hash) ->
                publish(Topics.SOURCE_IMAGES, new ImageKey(organization, hash).text(), null, now);
            case StateChange.PutOrganization(var state) ->
                publish(Topics.ORGANIZATIONS, state.account().name().name(), state.account(), now);
            case StateChange.PutUser(var state) ->
                publish(Topics.USERS, state.account().id().toString(), state.account(), now);
            case StateChange.PutBinary _,
                    StateChange.PutHash _,
                    StateChange.PutDeletion _,
                    StateChange.RemoveDeletion _,
                    StateChange.PutRemains _,
                    StateChange.PutRefusal _ -> {
                // the state of the catalog only, which is not published
            }
        }
    }

    private void publishDeadLetter(DeadLetter letter) {
        metrics.deadLettered(letter.reason());
        publish(Topics.DEAD_LETTERS, letter.key(), letter, letter.last());
    }

    private <V> void publish(Topic<V> topic, @Nullable String key, @Nullable V value, Instant now) {
        context.forward(TracedRecords.of(key, value, now), topic.name());
    }

    private static Rejection misplaced(CatalogCommand command, @Nullable String key) {
        return DeadLetters.malformed("a catalog command has its organization, here " + command.organization()
                + ", as its key, but this has " + key);
    }
}
