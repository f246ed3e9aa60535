package io.sluice.lab.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.lab.storm.cluster.Layout;
import io.sluice.lab.storm.cluster.Link;
import io.sluice.lab.storm.fault.Outage;
import io.sluice.lab.storm.fault.Trial;
import io.sluice.standalone.terminal.CommandFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class SurvivalOptionsTest {

    @Test
    void areAStormWithoutATrialByDefault() {
        assertThat(trial()).isEmpty();
    }

    @Test
    void starveForTenMinutesByDefault() {
        assertThat(trial("--starve"))
                .contains(new Trial.Starve(
                        Duration.ofMinutes(10), 4 * Runtime.getRuntime().availableProcessors()));
        assertThat(trial("--starve", "--duration", "30s", "--spinners", "5"))
                .contains(new Trial.Starve(Duration.ofSeconds(30), 5));
    }

    @Test
    void takeSeveralOutages() {
        assertThat(trial("--outage", "store=3m", "--outage", "broker=90s"))
                .contains(new Trial.Outages(List.of(
                        new Outage(Link.To.STORE, Duration.ofMinutes(3)),
                        new Outage(Link.To.BROKER, Duration.ofSeconds(90)))));
    }

    @Test
    void refuseAnUnknownOutage() {
        for (var outage : List.of("network=3m", "broker", "broker=", "broker=soon", "=3m")) {
            assertThatThrownBy(() -> trial("--outage", outage))
                    .as(outage)
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining(outage);
        }
    }

    @Test
    void refuseOptionsThatCannotBeCombined() {
        assertThatThrownBy(() -> trial("--starve", "--outage", "store=3m")).hasMessageContaining("--outage");
        assertThatThrownBy(() -> trial("--duration", "10m")).hasMessageContaining("--starve");
        assertThatThrownBy(() -> trial("--one-process")).hasMessageContaining("--starve or --outage");
        assertThatThrownBy(() -> trial("--starve", "--spinners", "-1")).hasMessageContaining("-1");
    }

    @Test
    void embedTheBrokerUnlessTheTrialMakesItUnavailable() {
        assertThat(layout("--starve")).isEqualTo(Layout.SERVER);
        assertThat(layout("--outage", "store=3m")).isEqualTo(Layout.SERVER);
        assertThat(layout("--outage", "store=3m", "--outage", "broker=3m")).isEqualTo(Layout.SERVER_AND_BROKER);
    }

    @Test
    void canBeParsedFromTheirText() {
        assertThat(parsed("--starve", "--duration", "2m", "--spinners", "3", "--one-process")
                        .text())
                .isEqualTo(" --starve --duration 120s --spinners 3 --one-process");
        assertThat(parsed("--outage", "broker=3m").text()).isEqualTo(" --outage broker=3m");
    }

    private static Layout layout(String... arguments) {
        return trial(arguments).orElseThrow().layout(true);
    }

    private static Optional<Trial> trial(String... arguments) {
        return parsed(arguments).trial();
    }

    private static SurvivalOptions parsed(String... arguments) {
        var options = new SurvivalOptions();
        new CommandLine(new Nothing()).addMixin("survival", options).parseArgs(arguments);
        return options;
    }

    @Command
    private static final class Nothing {}
}
