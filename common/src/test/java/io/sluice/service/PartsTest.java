package io.sluice.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PartsTest {

    private final List<String> closed = new ArrayList<>();

    @Test
    void closesInTheReverseOfTheOrderInWhichStartsAreGiven() throws Exception {
        var secondHasStarted = new CountDownLatch(1);
        try (var parts = new Parts()) {
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
    void keepsWhatHasStartedWhenAnotherStartFails() {
        var parts = new Parts();

        assertThatThrownBy(() -> parts.startTogether(List.of(() -> part("fine"), () -> {
                    throw new IOException("no disk");
                })))
                .isInstanceOf(IOException.class)
                .hasMessage("no disk");

        parts.close();
        assertThat(closed).containsExactly("fine");
    }

    @Test
    void closesAllAlsoWhenOneFailsToClose() {
        var parts = new Parts();
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
