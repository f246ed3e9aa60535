package io.sluice.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ResourceStackTest {

    private final List<String> closed = new ArrayList<>();

    @Test
    void closesInReverseOrderOfTheStarts() throws Exception {
        var secondHasStarted = new CountDownLatch(1);
        try (var parts = new ResourceStack()) {
            parts.startTogether(List.of(
                    () -> {
                        secondHasStarted.await();
                        return part("first");
                    },
                    () -> {
                        secondHasStarted.countDown();
                        return part("second");
                    }));
        }

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void closesIndependentResourcesAtTheSameTime() {
        var parts = ResourceStack.closedTogether();
        var both = new CountDownLatch(2);
        for (var name : List.of("first", "second")) {
            parts.add(() -> {
                both.countDown();
                assertThat(both.await(1, TimeUnit.MINUTES))
                        .as("the other closes, too")
                        .isTrue();
                throw new IOException(name);
            });
        }

        assertThatThrownBy(parts::close)
                .isInstanceOf(IllegalStateException.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1))
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void keepsStartedResourcesWhenAnotherStartFails() {
        var parts = new ResourceStack();

        assertThatThrownBy(() -> parts.startTogether(List.of(() -> part("fine"), () -> {
                    throw new IOException("no disk");
                })))
                .isInstanceOf(IOException.class)
                .hasMessage("no disk");

        parts.close();
        assertThat(closed).containsExactly("fine");
    }

    @Test
    void interruptsOtherStartsWhenOneFails() {
        var parts = new ResourceStack();
        var ended = new CountDownLatch(1);

        assertThatThrownBy(() -> parts.startTogether(List.of(
                        () -> {
                            try {
                                new CountDownLatch(1).await(); // for Kafka, for example
                            } finally {
                                ended.countDown();
                            }
                            return part("never");
                        },
                        () -> {
                            throw new IOException("no disk");
                        })))
                .isInstanceOf(IOException.class)
                .hasMessage("no disk");

        assertThat(ended.getCount()).isZero();
        parts.close();
        assertThat(closed).isEmpty();
    }

    @Test
    void passesAnInterruptToTheStarts() {
        var parts = new ResourceStack();
        var caller = Thread.currentThread();

        assertThatThrownBy(() -> parts.startTogether(List.of(() -> {
                    caller.interrupt();
                    new CountDownLatch(1).await();
                    return part("never");
                })))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void closesAllResourcesWhenOneFailsToClose() {
        var parts = new ResourceStack();
        parts.add(part("one"));
        parts.add(() -> {
            throw new IllegalStateException("stuck");
        });

        assertThatThrownBy(parts::close).isInstanceOf(IllegalStateException.class);

        assertThat(closed).containsExactly("one");
    }

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }
}
