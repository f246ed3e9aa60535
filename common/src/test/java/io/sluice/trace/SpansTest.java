package io.sluice.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.trace.Spans.Kind;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.MDC;

@Isolated("the export is that of the process")
class SpansTest {

    private static final TraceContext SAMPLED =
            new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "congo=1");
    private static final TraceContext UNSAMPLED =
            new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", "congo=1");

    private final Collected collected = new Collected();

    /// The spans that were exported.
    private static final class Collected implements SpanExporter {

        private final List<SpanData> spans = new CopyOnWriteArrayList<>();
        private volatile CompletableResultCode result = CompletableResultCode.ofSuccess();

        @Override
        public CompletableResultCode export(Collection<SpanData> exported) {
            spans.addAll(exported);
            return result;
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }

        SpanData named(String name) {
            assertThat(spans).extracting(SpanData::getName).containsOnlyOnce(name);
            return spans.stream()
                    .filter(span -> span.getName().equals(name))
                    .findAny()
                    .orElseThrow();
        }
    }

    @Test
    void recordsOneTraceFromTheRequestToTheWorkOnItsRecord() {
        var acknowledged = new CompletableFuture<Headers>();
        try (var _ = SpanExport.start(collected, 0, "sluice-test")) {
            var headers = new RecordHeaders();
            Spans.run("GET", Kind.SERVER, SAMPLED, () -> {
                Scope.isAbout(new OperationId("op"), new Organization("acme"));
                Spans.name("GET", "/images");
                Spans.call("store read", Kind.CLIENT, () -> {
                    Spans.attribute("sluice.store.bytes", 7);
                    return true;
                });
                var _ = TopicSpans.publish("uploads", () -> {
                    TraceHeaders.ofCurrent().forEach(headers::add);
                    return acknowledged;
                });
                assertThat(MDC.get("trace")).isEqualTo(SAMPLED.traceId());
            });
            acknowledged.complete(headers);
            TopicSpans.run("uploads", headers, () -> Scope.isAbout(new Organization("acme")));
        }

        var request = collected.named("GET /images");
        var publish = collected.named("publish uploads");
        assertThat(collected.spans).hasSize(4).allSatisfy(span -> {
            assertThat(span.getTraceId()).isEqualTo(SAMPLED.traceId());
            assertThat(span.getAttributes().get(AttributeKey.stringKey("sluice.organization")))
                    .isEqualTo("acme");
            assertThat(span.getResource().getAttribute(AttributeKey.stringKey("service.name")))
                    .isEqualTo("sluice-test");
        });
        assertThat(request.getParentSpanId()).isEqualTo(SAMPLED.spanId());
        assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(publish.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(publish.getAttributes().get(AttributeKey.stringKey("sluice.operation")))
                .isEqualTo("op");
        assertThat(collected.named("store read").getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(collected.named("store read").getAttributes().get(AttributeKey.longKey("sluice.store.bytes")))
                .isEqualTo(7);
        assertThat(collected.named("process uploads").getParentSpanId()).isEqualTo(publish.getSpanId());
    }

    @Test
    void propagatesTheSpanInsteadOfItsParent() {
        try (var _ = SpanExport.start(collected, 0, "sluice-test")) {
            var within =
                    Spans.call("GET", Kind.SERVER, SAMPLED, () -> Scope.trace().orElseThrow());

            assertThat(within.traceId()).isEqualTo(SAMPLED.traceId());
            assertThat(within.isSampled()).isTrue();
            assertThat(within.state()).isEqualTo("congo=1");
            assertThat(within.spanId()).isNotEqualTo(SAMPLED.spanId());
        }

        assertThat(collected.spans).hasSize(1);
    }

    @Test
    void runsInTheSameTraceWithoutAnExport() {
        assertThat(Spans.<Object, RuntimeException>call("work", Kind.CONSUMER, SAMPLED, Scope::trace))
                .hasToString(Scope.call(SAMPLED, Scope::trace).toString());
        assertThat(Spans.call("GET", Kind.SERVER, SAMPLED, () -> Scope.trace().orElseThrow()))
                .returns(SAMPLED.traceId(), TraceContext::traceId)
                .isNotEqualTo(SAMPLED);
        assertThat(Spans.call("GET", Kind.SERVER, null, () -> Scope.trace().orElseThrow())
                        .isSampled())
                .isFalse();
        assertThat(Spans.call("part", Kind.INTERNAL, Scope::trace)).isEmpty();
    }

    @Test
    void recordsNothingOfATraceThatIsNotSampled() {
        try (var _ = SpanExport.start(collected, 1, "sluice-test")) {
            Spans.run("process", Kind.CONSUMER, UNSAMPLED, () -> {
                assertThat(Scope.trace()).contains(UNSAMPLED);
                assertThat(Spans.call("part", Kind.INTERNAL, Scope::trace)).contains(UNSAMPLED);
            });
            Scope.run(
                    SAMPLED,
                    () -> assertThat(Spans.call("part", Kind.INTERNAL, Scope::trace))
                            .contains(SAMPLED));
        }

        assertThat(collected.spans).isEmpty();
    }

    @Test
    void samplesNewTracesByTheRatio() {
        TraceContext recorded;
        try (var _ = SpanExport.start(collected, 1, "sluice-test")) {
            recorded = TopicSpans.call(
                    "uploads", new RecordHeaders(), () -> Scope.trace().orElseThrow());
        }
        try (var _ = SpanExport.start(collected, 0, "sluice-test")) {
            var unrecorded = TopicSpans.call(
                    "uploads", new RecordHeaders(), () -> Scope.trace().orElseThrow());
            assertThat(unrecorded.isSampled()).isFalse();
        }

        assertThat(recorded.isSampled()).isTrue();
        var root = collected.named("process uploads");
        assertThat(root.getSpanId()).isEqualTo(recorded.spanId());
        assertThat(root.getTraceId()).isEqualTo(recorded.traceId());
        assertThat(root.getParentSpanId()).isEqualTo(SpanId.getInvalid());
    }

    @Test
    void recordsTheClassOfAFailureButNotItsMessage() {
        try (var _ = SpanExport.start(collected, 0, "sluice-test")) {
            assertThatThrownBy(() -> Spans.run("work", Kind.CONSUMER, SAMPLED, () -> {
                        throw new IOException("https://example.com/?key=secret");
                    }))
                    .isInstanceOf(IOException.class);
            Spans.run(
                    "GET",
                    Kind.SERVER,
                    SAMPLED,
                    () -> assertThat(TopicSpans.publish(
                                    "uploads", () -> CompletableFuture.failedFuture(new IOException("no broker"))))
                            .isCompletedExceptionally());
        }

        for (var failed : List.of(collected.named("work"), collected.named("publish uploads"))) {
            assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(failed.getAttributes().get(AttributeKey.stringKey("error.type")))
                    .isEqualTo("java.io.IOException");
            assertThat(failed.toString()).doesNotContain("secret");
        }
        assertThat(collected.named("GET").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    @Timeout(10)
    void dropsSpansWhenTheCollectorIsSlow() {
        collected.result = new CompletableResultCode();
        try (var _ = SpanExport.start(collected, 1, "sluice-test")) {
            for (var i = 0; i < 20_000; i++) {
                Spans.run("work", Kind.CONSUMER, null, () -> {});
            }
            collected.result.succeed();
        }

        assertThat(collected.spans).hasSizeBetween(1, 19_999);
    }
}
