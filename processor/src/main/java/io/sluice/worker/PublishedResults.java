package io.sluice.worker;

import io.sluice.command.CatalogCommand;
import io.sluice.command.RegistrationCommand;
import io.sluice.command.Rejection;
import io.sluice.command.UploadCommand;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.RecordCopies;
import io.sluice.kafka.Topics;
import io.sluice.streams.topology.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/// A search for the result of an upload that an earlier try has published before its process ended. It reads
/// the commands of the upload's organization since then, which may be many: it is for rare cases.
@FunctionalInterface
interface PublishedResults {

    /// Returns whether there is a result.
    ///
    /// @param since time before all tries
    /// @throws KafkaException when the commands cannot be read now
    boolean contain(UploadCommand upload, Instant since);

    /// Returns a search of `sluice.catalog-commands`, to which each try publishes its last record.
    static PublishedResults on(KafkaClients kafka) {
        return (upload, since) -> {
            try (var consumer = kafka.rereader("sluice-published-results")) {
                return new Search(consumer, upload).run(since);
            }
        };
    }

    /// A search with a consumer of its own.
    record Search(Consumer<String, byte[]> consumer, UploadCommand upload) {

        private static final String POISON = new Rejection.Poison().code();
        private static final Duration POLL = Duration.ofMillis(500);
        private static final Duration LIMIT = Duration.ofMinutes(1);

        boolean run(Instant since) {
            var topic = Topics.CATALOG_COMMANDS.name();
            var count = consumer.partitionsFor(topic, LIMIT).size();
            var partition = new TopicPartition(topic, Topics.partitionOf(upload.organization(), count));
            var start = consumer.offsetsForTimes(Map.of(partition, since.toEpochMilli()), LIMIT)
                    .get(partition);
            if (start == null) {
                return false; // no record is that new
            }
            consumer.assign(List.of(partition));
            consumer.seek(partition, start.offset());
            var end = consumer.endOffsets(List.of(partition), LIMIT).getOrDefault(partition, Long.MAX_VALUE);
            var deadline = System.nanoTime() + LIMIT.toNanos();
            while (consumer.position(partition, LIMIT) < end) {
                for (var record : consumer.poll(POLL)) {
                    if (isResult(record)) {
                        return true;
                    }
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException("the commands of " + upload.organization() + " since " + since
                            + " were not read within " + LIMIT.toSeconds() + " s");
                }
            }
            return false;
        }

        private boolean isResult(ConsumerRecord<String, byte[]> record) {
            return upload.organization().name().equals(record.key())
                    && Reading.of(Topics.CATALOG_COMMANDS, record.value(), RecordCopies.MAX_VALUE_BYTES)
                            instanceof Reading.Parsed<CatalogCommand>(var command)
                    && isResult(command);
        }

        /// A refusal as poison is no result of a try: it is published once more, as its dead letter may be missing.
        boolean isResult(CatalogCommand command) {
            return switch (command) {
                case RegistrationCommand.Register it -> isOfUpload(it);
                case RegistrationCommand.CountRejection it ->
                    isOfUpload(it) && !it.reason().equals(POISON);
                default -> false;
            };
        }

        private boolean isOfUpload(CatalogCommand command) {
            return command.operation().equals(upload.operation())
                    && command.part().equals(upload.part());
        }
    }
}
