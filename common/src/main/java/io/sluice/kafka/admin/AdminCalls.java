package io.sluice.kafka.admin;

import io.sluice.config.ConfigurationException;
import io.sluice.watch.Outage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Blocking calls of a Kafka admin client.
public final class AdminCalls {

    private static final Logger LOG = LoggerFactory.getLogger(AdminCalls.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private AdminCalls() {}

    /// Repeats `calls` with pauses until they succeed, for as long as the cluster does not answer or is not
    /// ready.
    ///
    /// @param calls must be repeatable: an earlier attempt may have completed all or part of them
    /// @throws ConfigurationException when the cluster refuses them because this client lacks permission
    /// @throws KafkaException         when the thread is interrupted
    static <T> T untilDone(String what, Supplier<T> calls) {
        return untilDone(new Outage(what), calls);
    }

    static <T> T untilDone(Outage outage, Supplier<T> calls) {
        while (true) {
            try {
                var done = calls.get();
                outage.over();
                return done;
            } catch (KafkaException | IllegalStateException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                throwIfRefused(e);
                LOG.atDebug().setCause(e).log("call failed");
                pause(outage.failed(e));
            }
        }
    }

    private static void throwIfRefused(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case AuthorizationException _ ->
                    throw new ConfigurationException("Kafka refuses this process: " + failure.getMessage()
                            + " Add the ACLs that docs/deploy.md lists for its user");
                case AuthenticationException _ ->
                    throw new ConfigurationException("Kafka refuses this process: " + failure.getMessage()
                            + " Check SLUICE_KAFKA_SECURITY_PROTOCOL and the settings SLUICE_KAFKA_SASL_… and"
                            + " SLUICE_KAFKA_SSL_…");
                default -> {
                    // a cause of it may be one
                }
            }
        }
    }

    private static void pause(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            throw interrupted("wait for the brokers", e);
        }
    }

    /// @throws KafkaException when the call fails, with the failure as its cause
    public static <T> T await(String what, KafkaFuture<T> future) {
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

    /// Like [#await], but returns empty when the call fails with `excused`.
    public static <T> Optional<T> awaitUnless(Class<? extends Exception> excused, String what, KafkaFuture<T> future) {
        try {
            return Optional.ofNullable(await(what, future));
        } catch (KafkaException e) {
            if (excused.isInstance(e.getCause())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Evaluates `condition` repeatedly. The controller acknowledges a change before all brokers know it, and
    /// Kafka offers no notification to wait for.
    ///
    /// @return whether `condition` held in time
    static boolean poll(BooleanSupplier condition) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pause(POLL_INTERVAL);
        }
        return true;
    }

    private static KafkaException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new KafkaException("interrupted: " + what, cause);
    }
}
