package io.sluice.watch.exit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A process for [MemoryWatchIT] that runs out of memory in the way that its argument names.
final class MemoryWatchMain {

    private static final int MEGABYTE = 1024 * 1024;

    private MemoryWatchMain() {}

    static void main(String[] arguments) throws Exception {
        try (var _ = MemoryWatch.start()) {
            switch (arguments[0]) {
                case "heap" -> fillHeap();
                case "direct" -> Thread.ofPlatform().start(MemoryWatchMain::fillBuffers);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
            new CountDownLatch(1).await();
        }
    }

    /// Nearly fills it, says so, and waits for a line of input before it does the rest.
    private static void fillHeap() throws Exception {
        var kept = new ArrayList<byte[]>();
        var heap = Runtime.getRuntime().maxMemory();
        while (heap - Runtime.getRuntime().totalMemory() + Runtime.getRuntime().freeMemory() > heap / 10) {
            kept.add(new byte[MEGABYTE / 8]);
        }
        System.gc();
        System.out.println("nearly full " + kept.size());
        if (System.in.read() < 0) {
            throw new IllegalStateException("nobody asks to go on");
        }
        while (true) {
            kept.add(new byte[MEGABYTE / 8]);
        }
    }

    private static void fillBuffers() {
        List<ByteBuffer> kept = new ArrayList<>();
        while (true) {
            kept.add(ByteBuffer.allocateDirect(MEGABYTE));
            System.setProperty("kept", Integer.toString(kept.size())); // which keeps the list from being collected
        }
    }
}
