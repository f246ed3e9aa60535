package io.sluice.retry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.command.Rejection;
import io.sluice.command.Retry;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.streams.topology.DeadLetters;
import io.sluice.streams.topology.Reading;
import io.sluice.streams.topology.Ticks;
import io.sluice.streams.topology.TracedRecords;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The processor that stores retries and publishes due ones to `sluice.uploads`. Each topic has a sink with
/// its name.
final class RetryProcessor implements Processor<@Nullable String, byte @Nullable [], @Nullable String, Object> {

    /// Interval of checks for due retries, while there are any.
    static final Duration INTERVAL = Duration.ofMillis(200);

    /// Maximum number of retries published per check, so that a backlog does not delay new retries.
    static final int SLICE = 500;

    /// Maximum size of a retry: the maximum record size, minus room for the longer key in the store.
    private static final int MAX_RETRY_BYTES = Topics.MAX_RECORD_BYTES - 4096;

    private static final Logger LOG = LoggerFactory.getLogger(RetryProcessor.class);

    private final RetryMetrics metrics;
    private ProcessorContext<@Nullable String, Object> context;
    private WaitingRoom room;
    private Ticks ticks;

    @SuppressWarnings("NullAway.Init") // Streams calls init before the first record
    RetryProcessor(RetryMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<@Nullable String, Object> context) {
        this.context = context;
        this.room = new WaitingRoom(context);
        this.ticks = Ticks.start(context, INTERVAL, this::publishDue);
    }

    @Override
    public void process(Record<@Nullable String, byte @Nullable []> record) {
        TracedRecords.within(record, () -> read(record));
    }

    private void read(Record<@Nullable String, byte @Nullable []> record) {
        var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        switch (Reading.of(Topics.RETRIES, record.value(), MAX_RETRY_BYTES)) {
            case Reading.Malformed<Retry>(var reason) -> bury(record, reason, 1, now);
            case Reading.Parsed<Retry>(var retry) -> {
                // a retry that is due in a thousand years would be stored that long
                if (retry.due().isAfter(now.plus(Topics.OPERATION_RETENTION))) {
                    bury(record, tooFarAhead(retry), retry.command().attempt(), now);
                } else {
                    room.admit(retry);
                    ticks.wake();
                    metrics.scheduled();
                }
            }
        }
    }

    private Duration publishDue(Instant now) {
        room.dismissDue(now, SLICE, retry -> {
            var command = retry.command();
            var headers = new RecordHeaders();
            retry.headers().forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
            context.forward(
                    new Record<>(command.id().value(), command, now.toEpochMilli(), headers), Topics.UPLOADS.name());
            metrics.published();
            LOG.atDebug()
                    .addKeyValue("operation", command.operation())
                    .addKeyValue("organization", command.organization())
                    .addKeyValue("attempt", command.attempt())
                    .log("upload published again");
        });
        return room.isEmpty() ? Ticks.PAUSE : INTERVAL;
    }

    private void bury(Record<@Nullable String, byte @Nullable []> record, Rejection reason, int attempts, Instant now) {
        var place = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a retry always comes from a topic"));
        var letter = DeadLetters.giveUp(record, place, reason, attempts, now);
        metrics.buried();
        publish(Topics.DEAD_LETTERS, letter.key(), letter, now);
    }

    private <V> void publish(Topic<V> topic, @Nullable String key, V value, Instant now) {
        context.forward(TracedRecords.of(key, value, now), topic.name());
    }

    private static Rejection tooFarAhead(Retry retry) {
        return DeadLetters.malformed(
                "a retry is due within " + Topics.OPERATION_RETENTION + ", but this at " + retry.due());
    }
}
