package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testsupport.LoopbackServer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.shaded.com.google.protobuf.ByteString;
import org.apache.kafka.shaded.io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import org.apache.kafka.shaded.io.opentelemetry.proto.common.v1.KeyValue;
import org.apache.kafka.shaded.io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.Test;

/// The spans that a server sends to an OpenTelemetry collector, decoded with the classes of OTLP that Kafka's
/// clients contain.
class TracesE2E {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CLIENT_SPAN = "b7ad6b7169203331";

    @Test
    void recordsAnUploadAsOneTrace() throws Exception {
        var spans = new CopyOnWriteArrayList<Span>();
        try (var collector = LoopbackServer.start(exchange -> {
            try (exchange) {
                var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
                request.getResourceSpansList()
                        .forEach(resource -> resource.getScopeSpansList()
                                .forEach(scope -> spans.addAll(scope.getSpansList())));
                exchange.sendResponseHeaders(200, -1);
            }
        })) {
            // none but the trace of this client, which is sampled, so that tests beside this one are not recorded
            var settings = Map.of(
                    "SLUICE_OTLP_ENDPOINT", collector.address().toString(), "SLUICE_TRACE_RATIO", "0");
            try (var server = RunningServer.start(settings)) {
                var requests = Requests.signUp(server, "traced");
                var answer = requests.uploadForm(
                        "traced",
                        Requests.uniqueImage(),
                        List.of("traceparent", "00-" + TRACE + '-' + CLIENT_SPAN + "-01"));
                assertThat(answer.expect(200).headers().firstValue("traceresponse"))
                        .hasValueSatisfying(trace -> assertThat(trace).startsWith("00-" + TRACE));
            } // stopping sends all spans
        }

        assertThat(spans).extracting(span -> hex(span.getTraceId())).containsOnly(TRACE);
        var request = named(spans, "POST /sourceimages/{organization}");
        assertThat(hex(request.getParentSpanId())).isEqualTo(CLIENT_SPAN);
        assertThat(attributes(request)).contains("http.response.status_code=200");
        assertThat(parents(spans, "decide")).isEmpty();
    }

    private static Span named(List<Span> spans, String name) {
        assertThat(spans).extracting(Span::getName).containsOnlyOnce(name);
        return spans.stream().filter(span -> span.getName().equals(name)).findAny().orElseThrow();
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
