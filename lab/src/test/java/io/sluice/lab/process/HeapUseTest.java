package io.sluice.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HeapUseTest {

    @Test
    void addsTheGenerationsOfTheParallelCollector() {
        var info = """
                 PSYoungGen      total 305664K, used 10485K [0x00000000d5500000, 0x00000000eaa80000, 0x0000000100000000)
                  eden space 262144K, 4% used [0x00000000d5500000,0x00000000d5f3d7a8,0x00000000e5500000)
                 ParOldGen       total 699392K, used 52345K [0x0000000080000000, 0x00000000aab00000, 0x00000000d5500000)
                  object space 699392K, 7% used [0x0000000080000000,0x000000008331e558,0x00000000aab00000)
                 Metaspace       used 5108K, committed 5312K, reserved 1114112K
                """;

        assertThat(HeapUse.of(info)).isEqualTo((10_485L + 52_345) * 1024);
    }

    @Test
    void addsTheGenerationsOfTheSerialCollector() {
        var info = """
                 DefNew     total 78656K, used 4196K [0x00000000c0000000, 0x00000000c5550000, 0x00000000d5550000)
                  eden space 69952K,   5% used [0x00000000c0000000, 0x00000000c0419110, 0x00000000c4450000)
                 Tenured    total 174784K, used 1025K [0x00000000d5550000, 0x00000000e0000000, 0x0000000100000000)
                """;

        assertThat(HeapUse.of(info)).isEqualTo((4_196L + 1_025) * 1024);
    }

    @Test
    void measuresAProcess() throws IOException, InterruptedException {
        assertThat(HeapUse.afterCollection(ProcessHandle.current().pid())).isPositive();
    }
}
