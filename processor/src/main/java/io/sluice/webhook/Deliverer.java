package io.sluice.webhook;

import io.sluice.account.Webhook;
import io.sluice.command.Rejection;
import io.sluice.command.WebhookDelivery;
import io.sluice.fetch.PostResult;
import io.sluice.image.Organization;
import io.sluice.trace.Scope;
import io.sluice.trace.Spans;
import io.sluice.trace.TraceContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A sender of messages in the background, with a limit for each organization: a slow webhook delays only its
/// own messages. Safe for use by many threads.
final class Deliverer {

    /// Maximum concurrent messages of one organization in this process.
    static final int OF_ONE_ORGANIZATION = 4;

    /// Maximum concurrent messages in this process.
    static final int IN_ALL = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

    private final Sender sender;
    private final Executor threads;
    private final Map<Organization, Integer> underWay = new ConcurrentHashMap<>();
    private final AtomicInteger inAll = new AtomicInteger();

    /// @param threads must not make one task wait for another
    Deliverer(Sender sender, Executor threads) {
        this.sender = sender;
        this.threads = threads;
    }

    /// Starts sending `delivery`, unless too many messages are being sent.
    ///
    /// @param done receives the result on another thread; not called when the process ends before
    /// @return whether it was started
    boolean start(WebhookDelivery delivery, Webhook webhook, Consumer<PostResult> done) {
        var organization = delivery.organization();
        if (inAll.get() >= IN_ALL || underWay.getOrDefault(organization, 0) >= OF_ONE_ORGANIZATION) {
            return false;
        }
        count(organization, 1);
        threads.execute(() -> {
            try {
                Spans.run("POST", Spans.Kind.CLIENT, trace(delivery), () -> {
                    Scope.isAbout(delivery.operation(), organization);
                    var result = send(delivery, webhook);
                    describe(result);
                    done.accept(result);
                });
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt(); // closing: it is sent again after the next start
            } finally {
                count(organization, -1);
            }
        });
        return true;
    }

    private PostResult send(WebhookDelivery delivery, Webhook webhook) throws InterruptedException {
        try {
            return sender.send(delivery, webhook);
        } catch (RuntimeException e) {
            // the message must not be lost and must not block the others
            LOG.atError().setCause(e).log("webhook delivery failed with an internal error");
            return new PostResult.Failed(new Rejection.GivenUp(delivery.attempt(), "an internal error"), null);
        }
    }

    private static void describe(PostResult result) {
        Spans.attribute("http.request.method", "POST");
        switch (result) {
            case PostResult.Taken(var status) -> Spans.attribute("http.response.status_code", status);
            case PostResult.Refused(var reason) -> Spans.failed(reason.code());
            case PostResult.Failed(var reason, var _) -> Spans.failed(reason.code());
        }
    }

    private void count(Organization organization, int change) {
        inAll.addAndGet(change);
        underWay.merge(organization, change, (now, more) -> now + more == 0 ? null : now + more);
    }

    static TraceContext trace(WebhookDelivery delivery) {
        var headers = delivery.headers();
        return TraceContext.parse(headers.get(TraceContext.PARENT), headers.get(TraceContext.STATE))
                .orElseGet(TraceContext::fresh);
    }
}
