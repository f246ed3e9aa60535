package io.sluice.watch;

import io.sluice.service.Readiness;
import io.sluice.service.ServiceResources;
import io.sluice.service.StatusConfig;
import io.sluice.service.StatusServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/// A process for [WatchdogIT] with short limits. Its arguments are the directory for dumps and the kind of
/// fault.
final class WatchdogMain {

    private WatchdogMain() {}

    /// A class whose initialization waits in a frame of the JVM, and so occupies the carrier of a virtual
    /// thread.
    private static final class Pin {
        private static final boolean PINNED = pin();

        private static boolean pin() {
            while (true) {
                LockSupport.park();
            }
        }
    }

    static void main(String[] arguments) throws Exception {
        var server = StatusServer.start(
                new StatusConfig("127.0.0.1", 0), new Readiness().complete(), ServiceResources.newMeters());
        var heartbeats = new Heartbeats();
        var config = new WatchdogConfig(Duration.ofSeconds(1), Duration.ofSeconds(1));
        var loop = heartbeats.register("test-loop", () -> System.out.println("kicked"));
        Watchdog.start(
                config,
                Duration.ofMillis(100),
                "127.0.0.1",
                server.port(),
                heartbeats,
                Path.of(arguments[0]),
                Runtime.getRuntime()::halt);
        switch (arguments[1]) {
            case "no-carrier" -> {
                beat(loop);
                // the only carrier is occupied after this
                Thread.ofVirtual().name("pinned").start(() -> System.out.println(Pin.PINNED));
            }
            case "standing-loop" -> {
                // does not beat any more
            }
            case "no-health" -> {
                beat(loop);
                server.close();
            }
            case "nothing" -> beat(loop);
            default -> throw new IllegalArgumentException(arguments[1]);
        }
        System.out.println("port " + server.port());
        new CountDownLatch(1).await();
    }

    private static void beat(Heartbeat loop) {
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                loop.beat();
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        });
    }
}
