package io.sluice.watch.exit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClosingStackTest {

    @Test
    void namesThePartsBeingClosedFromTheOutermost() {
        assertThat(ClosingStack.describe(
                        frame("java.lang.Thread", "join"),
                        frame("io.sluice.queue.QueueWorkers", "joined"),
                        frame("io.sluice.queue.QueueWorkers", "close"),
                        frame("io.sluice.service.ResourceStack", "close"),
                        frame("io.sluice.worker.UploadWorkers", "close"),
                        frame("io.sluice.service.ResourceStack", "close"),
                        frame("io.sluice.processor.Processor", "close"),
                        frame("io.sluice.processor.ProcessorMain", "run"),
                        frame("io.sluice.processor.ProcessorMain", "main")))
                .isEqualTo("Processor > UploadWorkers > QueueWorkers, in java.lang.Thread.join");
    }

    @Test
    void namesTheMethodThatClosesInALambda() {
        assertThat(ClosingStack.describe(
                        frame("org.apache.kafka.clients.producer.KafkaProducer", "close"),
                        frame("io.sluice.service.ServiceResources", "lambda$open$0"),
                        frame("io.sluice.service.ResourceStack", "close"),
                        frame("io.sluice.service.ServiceResources", "close")))
                .isEqualTo("ServiceResources, in org.apache.kafka.clients.producer.KafkaProducer.close");
    }

    @Test
    void namesTheMethodWhenNothingIsBeingClosed() {
        assertThat(ClosingStack.describe(frame("java.lang.Runtime", "exit"), frame("io.sluice.A", "main")))
                .isEqualTo("in java.lang.Runtime.exit");
        assertThat(ClosingStack.describe()).isEqualTo("nothing: the thread has ended");
    }

    private static StackTraceElement frame(String type, String method) {
        return new StackTraceElement(type, method, null, 1);
    }
}
