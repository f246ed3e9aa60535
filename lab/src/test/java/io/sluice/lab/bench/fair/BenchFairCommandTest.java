package io.sluice.lab.bench.fair;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standalone.Main;
import io.sluice.testsupport.CommandRun;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchFairCommandTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                --only nothing     | --only knows flood, addresses, conversions, hostile, copy, bodies, not "nothing"
                --duration soon    | --duration must be a positive duration
                --nodes 0          | --nodes must be from 1 to 4
                --scale 0          | --scale above 0
                --scale NaN        | --scale above 0
                --warm-up -1       | --warm-up at least 0
                --bound 0.5        | --bound at least 1
                """)
    void refusesWhatItCannotMeasure(String options, String complaint) {
        var run = CommandRun.of(Main.commandLine(Map.of()), (Object[]) ("bench fair " + options).split(" "));

        assertThat(run.status()).isNotZero();
        assertThat(run.failure()).contains(complaint);
    }
}
