package io.sluice.imaging.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class AllocatedMemoryTest {

    private static final int MEGABYTE = 1 << 20;

    @Test
    void grantsMoreForALargerFile() {
        assertThat(AllocatedMemory.ofFile(0).limit()).isEqualTo(AllocatedMemory.LEAST);
        assertThat(AllocatedMemory.ofFile(MEGABYTE).limit()).isEqualTo(AllocatedMemory.LEAST + 8 * MEGABYTE);
    }

    @Test
    void refusesAnAllocationBeforeItIsMade() {
        assertThat(AllocatedMemory.ofFile(0).admits(AllocatedMemory.LEAST + 1)).isFalse();
        assertThat(AllocatedMemory.unbounded().admits(Long.MAX_VALUE)).isTrue();
    }

    @Test
    void countsAllocationsThatWereNotAnnounced() {
        var memory = AllocatedMemory.ofFile(0);
        var held = new ArrayList<byte[]>();
        for (var count = 0; count < 40; count++) {
            held.add(new byte[MEGABYTE]);
        }

        assertThat(held).hasSize(40);
        assertThat(memory.isOver()).isFalse();
        assertThat(memory.admits(20L * MEGABYTE)).isTrue();
        assertThat(memory.admits(30L * MEGABYTE)).isFalse();
    }

    @Test
    void countsWhatWasAnnouncedOnAVirtualThread() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var over = threads.submit(() -> {
                var memory = AllocatedMemory.ofFile(0);
                return memory.admits(40L * MEGABYTE) && !memory.isOver() && !memory.admits(40L * MEGABYTE);
            });

            assertThat(over.get()).isTrue();
        }
    }
}
