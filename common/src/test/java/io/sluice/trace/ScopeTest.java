package io.sluice.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.CopyCommand;
import io.sluice.image.Organization;
import io.sluice.kafka.KafkaPublisher;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class ScopeTest {

    private static final TraceContext TRACE =
            new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "congo=1");

    @Test
    void addsItsTraceToEveryPublishedRecord() {
        var producer = new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        var publisher = new KafkaPublisher(producer);
        var command = new CopyCommand.Cancel(new OperationId("op"));

        var _ = Scope.call(TRACE, () -> publisher.publish(Topics.COPIES, "op", command));
        var _ = publisher.publish(Topics.COPIES, "op", command);

        assertThat(text(producer.history().getFirst().headers(), "traceparent")).isEqualTo(TRACE.parent());
        assertThat(text(producer.history().getFirst().headers(), "tracestate")).isEqualTo("congo=1");
        assertThat(producer.history().getLast().headers()).isEmpty();
    }

    @Test
    void readsTheTraceOfARecord() {
        var headers = Scope.call(TRACE, TraceHeaders::ofCurrent);

        assertThat(TraceHeaders.read(headers)).isEqualTo(TRACE);
    }

    @Test
    void startsANewTraceForAMissingOrMalformedHeader() {
        var broken = new RecordHeaders()
                .add("traceparent", "00-nothing".getBytes(UTF_8))
                .add("tracestate", "congo=1".getBytes(UTF_8));

        assertThat(TraceHeaders.read(broken).state()).isEmpty();
        assertThat(TraceHeaders.read(new RecordHeaders()).traceId())
                .isNotEqualTo(TraceHeaders.read(new RecordHeaders()).traceId());
    }

    @Test
    void addsIdsToTheLogUntilItEnds() {
        MDC.put("outside", "1");

        Scope.run(TRACE, () -> {
            Scope.isAbout(new OperationId("op"), new Organization("acme"));
            assertThat(MDC.getCopyOfContextMap())
                    .containsEntry("operation", "op")
                    .containsEntry("organization", "acme")
                    .containsEntry("trace", TRACE.traceId());
        });

        assertThat(MDC.getCopyOfContextMap()).containsOnlyKeys("outside");
        MDC.clear();
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
