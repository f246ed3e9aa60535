package io.sluice.standalone.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.controller.ControllerRequestContext;
import org.apache.kafka.storage.internals.checkpoint.CleanShutdownFileHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The registration of a broker that did not shut down regularly.
///
/// The controller considers that broker alive until its session ends and refuses a new one with the same id
/// (`ClusterControlManager.registerBroker` throws `DuplicateBrokerRegistrationException`). The session
/// outlasts a process without CPU time, so a start after a kill would take minutes. But a directory serves
/// one broker at a time: when a broker starts on it, the registered one is dead.
final class KilledBroker {

    private static final Logger LOG = LoggerFactory.getLogger(KilledBroker.class);

    /// Maximum duration of one step on a starved machine.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(10);

    private KilledBroker() {}

    /// Whether the last broker on `logs` did not shut down regularly; also true when there was none.
    static boolean in(Path logs) {
        return Files.notExists(logs.resolve(CleanShutdownFileHandler.CLEAN_SHUTDOWN_FILE_NAME));
    }

    /// Removes the registration of the killed broker. The new broker must not have been started.
    ///
    /// @throws KafkaException when the controller does not answer in time
    static void unregister(Controller controller) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            // the controller drops the request at the deadline, so it cannot affect a later broker
            var context = new ControllerRequestContext(
                    new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.of(deadline));
            try {
                await("unregister the killed broker", controller.unregisterBroker(context, BrokerProperties.NODE_ID));
                LOG.atInfo().log("killed broker unregistered");
                return;
            } catch (KafkaException e) {
                switch (e.getCause()) {
                    case BrokerIdNotRegisteredException _ -> {
                        return;
                    }
                    case NotControllerException _
                    when System.nanoTime() - deadline < 0 -> TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                    case null, default -> throw e;
                }
            }
        }
    }

    private static <T> T await(String what, CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("cannot " + what + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("cannot " + what + ": no answer within " + PATIENCE, e);
        }
    }
}
