package io.sluice.search.facet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.search.SearchBusyException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CountingTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long MAX_SHORT = 10;

    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private Counting counting = new Counting(new Counting.Limits(1, MAX_SHORT, SHORT, LONG));

    @AfterEach
    void close() {
        end.countDown();
        counting.close();
    }

    @Test
    void runsAShortSearchOnTheThreadOfItsCaller() throws Exception {
        var thread = counting.run(MAX_SHORT, _ -> Thread.currentThread());

        assertThat(thread).isSameAs(Thread.currentThread());
    }

    @Test
    void runsALongSearchOnAThreadOfItsOwn() throws Exception {
        var thread = counting.run(MAX_SHORT + 1, _ -> Thread.currentThread());

        assertThat(thread.getName()).isEqualTo("sluice-facets");
    }

    @Test
    void refusesALongSearchWhileAnotherOneRuns() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> counting.run(MAX_SHORT + 1, _ -> untilTheEnd()));
            began.await();

            assertThatThrownBy(() -> counting.run(MAX_SHORT + 1, _ -> "second"))
                    .isInstanceOf(SearchBusyException.class)
                    .hasMessageContaining("try again");
            var shortOne = counting.run(MAX_SHORT, _ -> "short");
            assertThat(shortOne).isEqualTo("short");

            end.countDown();
            assertThat(first.get()).isEqualTo("first");
            var third = counting.run(MAX_SHORT + 1, _ -> "third");
            assertThat(third).isEqualTo("third");
        }
    }

    private String untilTheEnd() {
        began.countDown();
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return "first";
    }

    @Test
    void endsALongSearchAfterTheTimeLimit() {
        counting = new Counting(new Counting.Limits(1, MAX_SHORT, SHORT, SHORT));

        assertThatThrownBy(() -> counting.run(MAX_SHORT + 1, CountingTest::withoutEnd))
                .isInstanceOf(SearchBusyException.class);
    }

    @Test
    void endsALongSearchWhoseCallerIsInterrupted() throws Exception {
        var result = new CompletableFuture<Object>();
        var caller = Thread.ofPlatform().start(() -> {
            try {
                result.complete(counting.run(MAX_SHORT + 1, checkpoint -> {
                    began.countDown();
                    return withoutEnd(checkpoint);
                }));
            } catch (IOException | SearchBusyException e) {
                result.complete(e + ", interrupted: " + Thread.currentThread().isInterrupted());
            }
        });
        began.await();
        caller.interrupt();

        assertThat(result.get()).asString().contains("SearchBusyException", "interrupted: true");
    }

    private static String withoutEnd(Checkpoint checkpoint) {
        while (true) {
            checkpoint.pass();
        }
    }

    @Test
    void reportsAFailureOfALongSearch() {
        assertThatThrownBy(() -> counting.run(MAX_SHORT + 1, _ -> {
                    throw new IOException("broken");
                }))
                .isInstanceOf(IOException.class)
                .hasRootCauseMessage("broken");
        assertThatThrownBy(() -> counting.run(MAX_SHORT + 1, _ -> {
                    throw new IllegalArgumentException("another sort order");
                }))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
