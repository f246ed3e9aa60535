package io.sluice.ingest.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.image.Organization;
import io.sluice.ingest.wire.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListGateTest {

    private static final Organization ACME = new Organization("acme");
    private static final Organization OTHER = new Organization("other");
    private static final int LONG = ListGate.SHORT_BYTES + 1;

    private final ListGate gate = new ListGate(1, 1, Duration.ofMillis(50));
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private Thread other = new Thread();

    @AfterEach
    void end() throws InterruptedException {
        leave.countDown();
        other.join();
    }

    @Test
    void refusesAListWhileTooManyAreRead() throws Exception {
        inTheBackground(() -> gate.read(ACME, () -> {
            stay();
            return list();
        }));

        assertThatThrownBy(() -> gate.read(ACME, ListGateTest::list))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(503));
    }

    @Test
    void refusesALongListWhileTooManyAreSent() throws Exception {
        inTheBackground(() -> gate.send(ACME, LONG, this::stay));

        assertThatThrownBy(() -> gate.send(ACME, LONG, () -> {}))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().headers()).containsEntry("Retry-After", "1"));
    }

    @Test
    void sendsShortListsAtAnyTime() throws Exception {
        inTheBackground(() -> gate.send(ACME, LONG, this::stay));
        var sent = new AtomicBoolean();

        gate.send(ACME, ListGate.SHORT_BYTES, () -> sent.set(true));

        assertThat(sent).isTrue();
    }

    @Test
    void limitsOneOrganizationToHalf() throws Exception {
        var two = new ListGate(2, 2, Duration.ofMillis(50));
        inTheBackground(() -> two.read(ACME, () -> {
            holdASending(two);
            return list();
        }));
        var sent = new AtomicBoolean();

        assertThatThrownBy(() -> two.read(ACME, ListGateTest::list)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> two.send(ACME, LONG, () -> {})).isInstanceOf(ProblemException.class);
        two.read(OTHER, ListGateTest::list);
        two.send(OTHER, LONG, () -> sent.set(true));

        assertThat(sent).isTrue();
    }

    @Test
    void readsListsWhileFacetsAreCounted() throws Exception {
        var four = new ListGate(4, 1, Duration.ofMillis(50));
        inTheBackground(() -> four.readWithFacets(ACME, () -> {
            stay();
            return list();
        }));

        assertThatThrownBy(() -> four.readWithFacets(ACME, ListGateTest::list)).isInstanceOf(ProblemException.class);
        assertThat(four.read(ACME, ListGateTest::list)).asString().isEqualTo("{}");
        assertThat(four.readWithFacets(OTHER, ListGateTest::list)).asString().isEqualTo("{}");
    }

    @Test
    void releasesPermitsAfterFailures() throws Exception {
        assertThatThrownBy(() -> gate.read(ACME, () -> {
                    throw new IllegalStateException("cannot be read");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> gate.send(ACME, LONG, () -> {
                    throw new IOException("cannot be sent");
                }))
                .isInstanceOf(IOException.class);
        var sent = new AtomicBoolean();

        var body = gate.read(ACME, ListGateTest::list);
        gate.send(ACME, LONG, () -> sent.set(true));

        assertThat(body).asString().isEqualTo("{}");
        assertThat(sent).isTrue();
    }

    private static ObjectNode list() {
        return JsonNodeFactory.instance.objectNode();
    }

    private void holdASending(ListGate two) {
        try {
            two.send(ACME, LONG, this::stay);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Task {
        void run() throws Exception;
    }

    private void inTheBackground(Task task) throws InterruptedException {
        other = Thread.ofVirtual().start(() -> {
            try {
                task.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void stay() {
        entered.countDown();
        try {
            leave.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
