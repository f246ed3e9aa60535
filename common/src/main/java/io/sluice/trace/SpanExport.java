package io.sluice.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The export of spans to an OpenTelemetry collector, in the background, until [#close()]. Spans wait in a queue
/// of limited length; more are dropped, and work never waits for the export.
public final class SpanExport implements AutoCloseable {

    private static final int MAX_WAITING = 4_096;
    private static final int MAX_BATCH = 512;
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration REQUEST = Duration.ofSeconds(10);
    private static final Duration FLUSH = Duration.ofSeconds(3);

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final double ratio;

    private SpanExport(SdkTracerProvider provider, double ratio) {
        this.provider = provider;
        this.tracer = provider.get("io.sluice");
        this.ratio = ratio;
    }

    static SpanExport start(URI endpoint, double ratio, String service) {
        var path = endpoint.toString().endsWith("/") ? "v1/traces" : "/v1/traces";
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint + path)
                .setTimeout(REQUEST)
                .build();
        return start(exporter, ratio, service);
    }

    static SpanExport start(SpanExporter exporter, double ratio, String service) {
        ExportLog.install();
        var batches = BatchSpanProcessor.builder(exporter)
                .setMaxQueueSize(MAX_WAITING)
                .setMaxExportBatchSize(MAX_BATCH)
                .setScheduleDelay(INTERVAL)
                .build();
        var provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.builder()
                                .put("service.name", service)
                                .put("service.instance.id", UUID.randomUUID().toString())
                                .build())))
                .addSpanProcessor(batches)
                .build();
        var export = new SpanExport(provider, ratio);
        Spans.started(export);
        return export;
    }

    boolean samplesNewTrace() {
        return ThreadLocalRandom.current().nextDouble() < ratio;
    }

    /// Begins a span of a sampled trace.
    RecordedSpan begin(String name, Spans.Kind kind, @Nullable TraceContext parent) {
        var builder = tracer.spanBuilder(name).setSpanKind(kind(kind));
        var span = parent == null
                ? builder.setNoParent().startSpan()
                : builder.setParent(context(parent, kind)).startSpan();
        var ids = span.getSpanContext();
        var trace = parent == null
                ? new TraceContext("00-" + ids.getTraceId() + '-' + ids.getSpanId() + "-01", "")
                : parent.withSpan(ids.getSpanId());
        var recorded = new RecordedSpan(trace, span);
        Scope.describe(recorded);
        return recorded;
    }

    private static Context context(TraceContext parent, Spans.Kind kind) {
        var ids = isRemote(kind)
                ? SpanContext.createFromRemoteParent(
                        parent.traceId(), parent.spanId(), TraceFlags.getSampled(), TraceState.getDefault())
                : SpanContext.create(
                        parent.traceId(), parent.spanId(), TraceFlags.getSampled(), TraceState.getDefault());
        return Context.root().with(Span.wrap(ids));
    }

    private static boolean isRemote(Spans.Kind kind) {
        return kind == Spans.Kind.SERVER || kind == Spans.Kind.CONSUMER;
    }

    private static SpanKind kind(Spans.Kind kind) {
        return switch (kind) {
            case SERVER -> SpanKind.SERVER;
            case CLIENT -> SpanKind.CLIENT;
            case PRODUCER -> SpanKind.PRODUCER;
            case CONSUMER -> SpanKind.CONSUMER;
            case INTERNAL -> SpanKind.INTERNAL;
        };
    }

    /// Ends the export; waits a few seconds for the spans that have ended.
    @Override
    public void close() {
        Spans.ended(this);
        provider.shutdown().join(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
    }
}
