package io.sluice.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/// Waits for what an admin client was asked to do.
final class AdminCalls {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private AdminCalls() {}

    /// @throws KafkaException when it fails, with the failure as its cause
    static <T> T await(String what, KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        } catch (ExecutionException e) {
            throw new KafkaException("cannot " + what + ": " + e.getCause(), e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("cannot " + what + ": no answer within " + PATIENCE, e);
        }
    }

    /// Like [#await], but nothing when it fails with `excused`.
    static <T> Optional<T> awaitUnless(Class<? extends Exception> excused, String what, KafkaFuture<T> future) {
        try {
            return Optional.ofNullable(await(what, future));
        } catch (KafkaException e) {
            if (excused.isInstance(e.getCause())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Asks again and again. The controller acknowledges a change before all brokers know of it, and there is
    /// nothing to wait on but asking.
    ///
    /// @return whether `condition` held in time
    static boolean poll(BooleanSupplier condition) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL.toMillis());
            } catch (InterruptedException e) {
                throw interrupted("wait for the brokers", e);
            }
        }
        return true;
    }

    private static KafkaException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new KafkaException("interrupted: " + what, cause);
    }
}
