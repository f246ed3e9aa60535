package io.sluice.e2e;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.command.Bytes;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.testsupport.LoopbackServer;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.shaded.com.google.protobuf.ByteString;
import org.apache.kafka.shaded.io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import org.apache.kafka.shaded.io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.Test;

/// The spans that a server sends to an OpenTelemetry collector, decoded with the classes of OTLP that Kafka's
/// clients contain.
class TracesE2E {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CLIENT = "b7ad6b7169203331";

    private final List<Span> spans = new CopyOnWriteArrayList<>();

    @Test
    void recordsAnUploadAsOneTrace() throws Exception {
        try (var collector = LoopbackServer.start(this::collect)) {
            // only the trace of this client, which is sampled: servers of other tests in this process are not recorded
            var settings = Map.of("SLUICE_OTLP_ENDPOINT", collector.address().toString(), "SLUICE_TRACE_RATIO", "0");
            try (var server = RunningServer.start(settings);
                    var client = server.signUp("traced")) {
                var form = new MultipartForm().file("filedata[0]", "a.jpg", Bytes.of(Requests.uniqueImage()));
                var answer = client.upload(form, Map.of("traceparent", "00-" + TRACE + '-' + CLIENT + "-01"));
                assertThat(answer.expect(200).headers().firstValue("traceresponse"))
                        .hasValueSatisfying(trace -> assertThat(trace).startsWith("00-" + TRACE));
            } // the stop sends all spans
        }

        assertThat(spans).extracting(span -> hex(span.getTraceId())).containsOnly(TRACE);
        assertThat(edges())
                .containsExactlyInAnyOrder(
                        "client: POST /sourceimages/{organization}",
                        "POST /sourceimages/{organization}: stage",
                        "POST /sourceimages/{organization}: publish sluice.uploads",
                        "publish sluice.uploads: process sluice.uploads",
                        "process sluice.uploads: fetch",
                        "process sluice.uploads: identify",
                        "identify: store read",
                        "process sluice.uploads: publish sluice.catalog-commands",
                        "publish sluice.catalog-commands: process sluice.catalog-commands");
        assertThat(attributes("POST /sourceimages/{organization}"))
                .containsEntry("http.response.status_code", "200")
                .containsEntry("sluice.organization", "traced");
        assertThat(attributes("process sluice.catalog-commands"))
                .containsEntry("sluice.outcome", "created")
                .containsEntry("sluice.organization", "traced")
                .containsKey("sluice.operation");
    }

    private void collect(HttpExchange exchange) throws IOException {
        try (exchange) {
            for (var resource : ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
                    .getResourceSpansList()) {
                resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /// Returns the names of all spans, each after that of its parent.
    private List<String> edges() {
        var names = spans.stream().collect(toMap(span -> hex(span.getSpanId()), Span::getName));
        names.put(CLIENT, "client");
        return spans.stream()
                .map(span -> names.get(hex(span.getParentSpanId())) + ": " + span.getName())
                .toList();
    }

    private Map<String, String> attributes(String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .flatMap(span -> span.getAttributesList().stream())
                .collect(toMap(
                        attribute -> attribute.getKey(),
                        attribute -> attribute.getValue().hasStringValue()
                                ? attribute.getValue().getStringValue()
                                : Long.toString(attribute.getValue().getIntValue())));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
