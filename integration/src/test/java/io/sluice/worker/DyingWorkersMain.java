package io.sluice.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.ImageBytes;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.KafkaPublisher;
import io.sluice.precedence.Precedence;
import io.sluice.testsupport.MemoryStore;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Reachability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;

/// Upload workers in a separate process, which dies when it identifies bytes that contain `kill`, like a
/// process with a faulty decoder. Ends at the end of its input.
final class DyingWorkersMain {

    private DyingWorkersMain() {}

    /// @param arguments the brokers and the work directory
    public static void main(String[] arguments) throws Exception {
        var kafka = new KafkaClients(new KafkaConfig(arguments[0]));
        try (var producer = kafka.producer("workers");
                var _ = UploadWorkers.start(
                        WorkerConfig.DEFAULTS,
                        kafka,
                        new MemoryStore(),
                        new KafkaPublisher(producer),
                        DyingWorkersMain::identify,
                        (_, _, _, _) -> {
                            throw new IOException("nothing is converted");
                        },
                        1,
                        Path.of(arguments[1]),
                        Precedence.ofThisProcess(new SimpleMeterRegistry()),
                        new SimpleMeterRegistry(),
                        Clock.systemUTC(),
                        Reachability.ALWAYS,
                        new Heartbeats())) {
            while (System.in.read() >= 0) {
                // until the end of the input
            }
        }
    }

    private static Identified identify(ImageBytes bytes) throws IOException {
        var seen = ByteBuffer.allocate((int) bytes.size());
        bytes.read(0, seen);
        if (new String(seen.array(), UTF_8).equals("kill")) {
            Runtime.getRuntime().halt(137);
        }
        return new Identified(ImageFormat.JPEG, 3, 2, Pixels.RGB);
    }
}
