package io.sluice.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.fetch.UrlPoster;
import io.sluice.streams.MeasuredTopology;
import io.sluice.streams.StreamsApplication;
import io.sluice.streams.StreamsHome;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The running webhook service. It works from [#start] to [#close()].
public final class Webhooks extends MeasuredTopology {

    /// Gauge: 1 while messages are sent, 0 while it restarts or waits for Kafka.
    static final String RUNNING = "sluice.webhooks.running";

    private final ExecutorService threads;
    private final UrlPoster poster;

    private Webhooks(StreamsApplication application, MeterRegistry meters, ExecutorService threads, UrlPoster poster) {
        super(application, RUNNING, meters);
        this.threads = threads;
        this.poster = poster;
    }

    /// Starts and waits until it runs. All topics must exist.
    ///
    /// @throws io.sluice.streams.StreamsStartException when it cannot run
    public static Webhooks start(WebhookConfig config, StreamsHome home, MeterRegistry meters, Clock clock) {
        var poster = UrlPoster.start(config.allowPrivate(), config.timeout(), clock);
        var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("sluice-webhook-", 0).factory());
        var deliverer = new Deliverer(new SigningSender(poster, config.seal(), clock), threads);
        var metrics = new WebhookMetrics(meters);
        try {
            var application = StreamsApplication.start(
                    WebhookTopology.APPLICATION_ID,
                    () -> WebhookTopology.build(deliverer, config.retries(), metrics),
                    home,
                    1,
                    0);
            return new Webhooks(application, meters, threads, poster);
        } catch (RuntimeException e) {
            threads.shutdownNow();
            poster.close();
            throw e;
        }
    }

    /// Aborts messages that are being sent, which are sent again after the next start.
    @Override
    public void close() {
        super.close();
        threads.shutdownNow();
        poster.close();
    }
}
