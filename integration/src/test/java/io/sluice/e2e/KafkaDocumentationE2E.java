package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The producer for Node in docs/commands.md, with a client from npm.
@ExtendWith(RunningServer.Shared.class)
class KafkaDocumentationE2E {

    private static final Path PAGE = Path.of("..", "docs", "commands.md");
    private static final Pattern SNIPPET = Pattern.compile("(?s)```js\n(.*?)```");
    private static final String CLIENT = "kafkajs@2.2.4";

    @TempDir
    Path folder;

    @Test
    void uploadsThroughKafkaAndPrintsTheOutcome(RunningServer server) throws Exception {
        var project = new NodeProject(folder);
        project.install(CLIENT);
        var snippet = SNIPPET.matcher(Files.readString(PAGE));
        assertThat(snippet.find()).isTrue();
        try (var _ = server.signUp("node-producer")) {
            var run = project.script(
                    "producer.mjs",
                    snippet.group(1),
                    Map.of("ORGANIZATION", "node-producer", "BROKERS", server.brokers()));

            assertThat(run.output()).isEqualTo("registered gif\n");
            assertThat(run.status()).isZero();
        }
    }
}
