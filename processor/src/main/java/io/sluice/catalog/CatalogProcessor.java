package io.sluice.catalog;

import io.sluice.command.CatalogCommand;
import io.sluice.command.DeadLetter;
import io.sluice.command.Rejection;
import io.sluice.crash.CrashPoint;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.streams.DeadLetters;
import io.sluice.streams.Reading;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Loads, decides, writes, publishes: one command at a time. Each topic has a sink of its own name.
///
/// Commands arrive as bytes, so that one that does not parse becomes a dead letter with all that was read.
final class CatalogProcessor implements Processor<@Nullable String, byte @Nullable [], @Nullable String, Object> {

    /// Largest command, in bytes: what is made of it must fit a record too.
    static final int MAX_COMMAND_BYTES = DeadLetters.MAX_VALUE_BYTES;

    private final String log;
    private final CatalogMetrics metrics;
    private ProcessorContext<@Nullable String, Object> context;
    private CatalogStores stores;
    private Decisions decisions;
    // looked up at the first command, for stores can't be written before
    private @Nullable Numbering numbering;

    /// @param log id of the topic the commands come from
    @SuppressWarnings("NullAway.Init") // Streams calls init before the first record
    CatalogProcessor(String log, CatalogMetrics metrics) {
        this.log = log;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<@Nullable String, Object> context) {
        this.context = context;
        this.stores = new CatalogStores(context);
        this.decisions = new Decisions(stores);
    }

    @Override
    public void process(Record<@Nullable String, byte @Nullable []> record) {
        var metadata = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a command always comes from a topic"));
        var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        switch (Reading.of(Topics.CATALOG_COMMANDS, record.value(), MAX_COMMAND_BYTES)) {
            case Reading.Malformed<CatalogCommand>(var reason) ->
                bury(DeadLetters.giveUp(record, metadata, reason, 1, now));
            case Reading.Parsed<CatalogCommand>(var command) -> decide(command, record, metadata, now);
        }
    }

    private void decide(
            CatalogCommand command,
            Record<@Nullable String, byte @Nullable []> record,
            RecordMetadata metadata,
            Instant now) {
        var started = metrics.start();
        // under another key the command stands in a partition that does not know its organization
        var decision = command.organization().name().equals(record.key())
                ? decisions.decide(command, numbering().numberOf(metadata.offset()), now)
                : Decision.hopeless(command, misplaced(command, record.key()), now, List.of());
        decision.changes().forEach(stores::write);
        CrashPoint.DECIDED.pass();
        decision.changes().forEach(change -> publish(change, now));
        decision.purges()
                .forEach(purge -> publish(Topics.BLOB_PURGES, purge.blob().value(), purge, now));
        if (decision.deadLetter() != null) {
            bury(DeadLetters.giveUp(
                    record, metadata, decision.deadLetter(), command.trail().attempts(), now));
        }
        publish(Topics.OUTCOMES, command.operation().value(), decision.outcome(), now);
        metrics.decided(started, decision.outcome());
    }

    private Numbering numbering() {
        if (numbering == null) {
            numbering = stores.numbering(log);
        }
        return numbering;
    }

    private void publish(StateChange change, Instant now) {
        switch (change) {
            case StateChange.PutImage(var state) -> {
                var image = state.image();
                var key = Topics.imageKey(image.organization(), image.hash().value());
                publish(Topics.SOURCE_IMAGES, key, image, now);
            }
            case StateChange.PutOrganization(var state) ->
                publish(Topics.ORGANIZATIONS, state.account().name().name(), state.account(), now);
            case StateChange.PutUser(var user) ->
                publish(Topics.USERS, user.id().toString(), user, now);
        }
    }

    private void bury(DeadLetter letter) {
        metrics.buried(letter.reason());
        publish(Topics.DEAD_LETTERS, letter.key(), letter, letter.last());
    }

    private <V> void publish(Topic<V> topic, @Nullable String key, V value, Instant now) {
        context.forward(new Record<>(key, value, now.toEpochMilli()), topic.name());
    }

    private static Rejection misplaced(CatalogCommand command, @Nullable String key) {
        return DeadLetters.malformed("a catalog command has its organization, here " + command.organization()
                + ", as its key, but this has " + key);
    }
}
