package io.sluice.lab.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standalone.Main;
import io.sluice.testsupport.CommandRun;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchScaleCommandTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                --sizes 0                              | must be from 1 to 20000000
                --sizes 100,30000000                   | must be from 1 to 20000000
                --organizations 1000000 --images 10000 | must be from 1 to 20000000
                --images 0                             | must be from 1 to 20000000
                --uploads 0                            | --uploads, --reads and --copied must be at least 1
                --reads 0                              | --uploads, --reads and --copied must be at least 1
                --copied 0                             | --uploads, --reads and --copied must be at least 1
                --warm-up -1                           | --warm-up at least 0
                """)
    void refusesWhatItCannotMeasure(String options, String complaint) {
        var run = CommandRun.of(Main.commandLine(Map.of()), (Object[]) ("bench scale " + options).split(" "));

        assertThat(run.status()).isNotZero();
        assertThat(run.failure()).contains(complaint);
    }
}
