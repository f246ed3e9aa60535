package io.sluice.lab.storm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.standalone.terminal.CommandFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterTest {

    private static final Path LOGS = Path.of("logs");

    @Test
    void givesUpOnAProcessThatEndsAgainAndAgainBeforeItIsReady() {
        try (var service = service("exit 7")) {
            service.start();

            assertThatThrownBy(() -> awaitReady(service, Duration.ofMinutes(3)))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessage(
                            "api-1 ended 5 times before it was ever ready, the last time with status 7, see its log "
                                    + LOGS.resolve("api-1"));
        }
    }

    @Test
    void namesAProcessThatRunsAndIsNotReadyInTime() throws Exception {
        try (var service = service("exec sleep 60")) {
            service.start();

            assertThat(awaitReady(service, Duration.ofMillis(10))).containsExactly(ServiceName.API_1);
        }
    }

    private static List<ServiceName> awaitReady(Service service, Duration limit) throws InterruptedException {
        return Cluster.awaitReady(List.of(service), limit, name -> LOGS.resolve(name.toString()));
    }

    private static Service service(String script) {
        return new Service(ServiceName.API_1, _ -> new ProcessBuilder("sh", "-c", script), () -> false);
    }
}
