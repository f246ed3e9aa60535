package io.sluice.service;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A service for [StopIT]; its argument selects the behavior at the end.
final class StopMain {

    private static final ServiceMain MAIN = new ServiceMain("stop", "Ends.", List.of());

    private StopMain() {}

    static void main(String[] arguments) {
        System.exit(MAIN.run(new String[0], System.getenv(), (_, stop) -> run(arguments[0], stop)));
    }

    private static void run(String way, ShutdownSignal stop) throws Exception {
        var readiness = new Readiness().complete();
        switch (way) {
            case "hanging-close" -> {
                try (var _ = new HangingPart()) {
                    ready();
                    stop.await(readiness);
                }
            }
            case "failed-part" -> {
                readiness.watch("broken", () -> true);
                try (var _ = new HangingPart()) {
                    stop.await(readiness);
                }
            }
            case "hanging-hook" -> Runtime.getRuntime().addShutdownHook(new Thread(StopMain::hang, "hanging-hook"));
            case "hanging-log" -> {
                // like a full pipe of the log's reader
                System.setErr(new PrintStream(new HangingStream()));
                ready();
                stop.await(readiness);
                hang();
            }
            case "hanging-start" -> {
                ready();
                new CountDownLatch(1).await();
            }
            default -> throw new IllegalArgumentException(way);
        }
    }

    private static void ready() {
        System.out.println("ready");
    }

    private static void hang() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                // continues to hang
            }
        }
    }

    private static final class HangingStream extends OutputStream {
        @Override
        public void write(int octet) {
            hang();
        }
    }

    private record HangingPart() implements AutoCloseable {
        @Override
        public void close() {
            hang();
        }
    }
}
