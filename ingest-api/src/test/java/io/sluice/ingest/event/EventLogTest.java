package io.sluice.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private static final Organization ACME = new Organization("acme");
    private static final Duration NOT_LONG = Duration.ofMillis(1);

    private final AtomicLong time = new AtomicLong();
    private final EventLog log = new EventLog(time::get);

    @Test
    void hasEachThingThatChangedOnce() throws Exception {
        try (var reader = log.read(ACME, null)) {
            change("a");
            change("b");
            change("a");

            assertThat(reader.next(NOT_LONG).changes()).extracting(Change::key).containsExactly("a", "b");
            assertThat(reader.next(NOT_LONG).changes()).isEmpty();
        }
    }

    @Test
    void resumesAReaderWhereItWas() throws Exception {
        String id;
        try (var reader = log.read(ACME, null)) {
            change("a");
            var _ = reader.next(NOT_LONG);
            id = reader.id();
        }
        change("b");

        try (var resumed = log.read(ACME, id)) {
            assertThat(resumed.next(NOT_LONG).changes()).extracting(Change::key).containsExactly("b");
        }
    }

    @Test
    void saysThatAReaderWasOvertaken() throws Exception {
        try (var reader = log.read(ACME, null)) {
            for (var i = 0; i <= Ring.CAPACITY; i++) {
                change("operation-" + i);
            }

            assertThat(reader.next(NOT_LONG).missed()).isTrue();
            change("last");
            assertThat(reader.next(NOT_LONG))
                    .returns(false, Ring.Batch::missed)
                    .satisfies(batch -> assertThat(batch.changes()).hasSize(1));
        }
    }

    @Test
    void forgetsChangesSomeTimeAfterTheLastReader() throws Exception {
        String id;
        try (var reader = log.read(ACME, null)) {
            id = reader.id();
        }
        change("a");
        time.addAndGet(Duration.ofMinutes(6).toNanos());
        log.read(new Organization("other"), null).close();

        try (var late = log.read(ACME, id)) {
            // a new ring begins at the same position, and has nothing that was missed in between
            assertThat(late.next(NOT_LONG).missed()).isTrue();
        }
    }

    @Test
    void endsReadersWhenItIsClosed() throws Exception {
        try (var reader = log.read(ACME, null)) {
            log.close();

            assertThat(reader.next(Duration.ofMinutes(1)).closed()).isTrue();
        }
        try (var late = log.read(ACME, null)) {
            assertThat(late.next(Duration.ofMinutes(1)).closed()).isTrue();
        }
    }

    private void change(String operation) {
        log.operationChanged(ACME, new OperationId(operation));
    }
}
