package io.sluice.ingest;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.command.Rejection;
import io.sluice.ingest.health.ApiMetrics;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.store.StoreUnavailableException;
import io.sluice.watch.exit.MemoryWatch;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The conversion of exceptions into the errors that clients receive, with a count for each reason.
final class Errors {

    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private final MeterRegistry registry;

    Errors(MeterRegistry registry) {
        this.registry = registry;
    }

    Problem of(ProblemException e) {
        return counted(e.problem());
    }

    /// Returns the problem for an exception of the router: no such route, or not with this method.
    Problem of(HttpResponseException e, Context context) {
        if (e instanceof MethodNotAllowedResponse notAllowed) {
            var allowed = notAllowed.getDetails().getOrDefault("availableMethods", "");
            return counted(Problem.methodNotAllowed(context.req().getMethod(), allowed));
        }
        return counted(
                e.getStatus() == 404
                        ? Problem.of(new Rejection.NotFound("route " + context.path()))
                        : Problem.ofStatus(e.getStatus(), String.valueOf(e.getMessage())));
    }

    Problem of(Exception e) {
        if (e instanceof StoreUnavailableException) {
            LOG.atWarn().setCause(e).log("the object store failed during a request");
            return counted(Problem.unavailable("The object store is not available", Duration.ofSeconds(5)));
        }
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return counted(Problem.unavailable("This node is stopping", Duration.ofSeconds(1)));
        }
        return unexpected(e);
    }

    /// Returns the problem for an unexpected exception. The log has its details under the id in the
    /// response.
    Problem unexpected(Throwable e) {
        MemoryWatch.endIfOutOfMemory(e);
        var errorId = UUID.randomUUID().toString();
        LOG.atError().addKeyValue("error", errorId).setCause(e).log("a request failed unexpectedly");
        return counted(Problem.internal(errorId));
    }

    private Problem counted(Problem problem) {
        Counter.builder(ApiMetrics.ERRORS)
                .description("requests that ended with an error")
                .tag("reason", problem.reason())
                .register(registry)
                .increment();
        return problem;
    }
}
