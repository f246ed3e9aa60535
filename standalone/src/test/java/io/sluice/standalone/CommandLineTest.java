package io.sluice.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standalone.serve.ChildJvm;
import io.sluice.testsupport.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line without a server: help, mistakes, completion, manual pages and start.
class CommandLineTest {

    private static final Path PAGE = Path.of("..", "docs", "cli.md");
    private static final String HEAD = "## Reference\n\n";

    @Test
    void documentsEveryCommandAndOption() throws Exception {
        var page = Files.readString(PAGE);
        var reference = page.indexOf(HEAD) + HEAD.length();
        assertThat(reference).as("place of the reference").isGreaterThan(HEAD.length());
        var actual = run("manual", "--markdown").output();
        if (Boolean.getBoolean("sluice.settings.write")) {
            Files.writeString(PAGE, page.substring(0, reference) + actual);
        }

        assertThat(PAGE).content(UTF_8).endsWith(actual);
        assertThat(actual).contains("### sluice ingest", "`--keep-path FIELD`", "### sluice dead-letters list");
    }

    @Test
    void writesAManualPageForEachCommand(@TempDir Path directory) throws Exception {
        var run = run("manual", directory);

        assertThat(run.status()).isZero();
        assertThat(directory.resolve("sluice.1")).exists();
        assertThat(Files.readString(directory.resolve("sluice-ingest.1")))
                .startsWith(".TH SLUICE-INGEST 1\n.SH NAME\nsluice\\-ingest \\- Uploads files")
                .contains(".SH OPTIONS\n", "\\fB\\-\\-keep\\-path FIELD\\fR\n", "\\fBsluice\\-upload\\fR(1)");
    }

    @Test
    void completesCommandsAndOptionsInBash(@TempDir Path directory) throws Exception {
        var script = directory.resolve("completion.bash");
        Files.writeString(script, run("completion", "bash").output());

        assertThat(bash(script, "sluice inge")).contains("ingest");
        assertThat(bash(script, "sluice ingest --keep")).contains("--keep-path");
    }

    @Test
    void answersAMistakeInTwoLines() {
        var option = run("ingest", "--optmize", "png", "photos");
        assertThat(option.status()).isEqualTo(2);
        assertThat(option.failure())
                .isEqualToIgnoringNewLines(
                        "sluice: unknown option --optmize, did you mean --optimize?" + "see \"sluice ingest --help\"");

        var command = run("ingset");
        assertThat(command.status()).isEqualTo(2);
        assertThat(command.failure()).startsWith("sluice: unknown command ingset, did you mean ingest?");

        var missing = run("job");
        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.failure()).startsWith("sluice: missing required parameter: 'ID'\nsee \"sluice job --help\"");
    }

    @Test
    void explainsFailuresInSentences() {
        var refused = run("list", "--url", "http://127.0.0.1:1", "--org", "acme", "--key", "k");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.failure())
                .isEqualToIgnoringNewLines("sluice: cannot reach http://127.0.0.1:1: connection refused;"
                        + " is `./sluice serve` running?");

        var unknown = run("list", "--url", "http://host.invalid", "--org", "acme", "--key", "k");
        assertThat(unknown.failure())
                .isEqualToIgnoringNewLines("sluice: cannot reach http://host.invalid: the host is unknown");
    }

    @Test
    void doesNotExpandListsAsOptions(@TempDir Path directory) throws Exception {
        var list = Files.writeString(directory.resolve("list"), "--help\n--key other\n");

        var run = run(
                "ingest",
                "@" + list,
                "--checkpoint",
                directory.resolve("checkpoint"),
                "--url",
                "http://127.0.0.1:1",
                "--org",
                "acme",
                "--key",
                "k");

        assertThat(run.failure()).contains("connection refused");
    }

    @Test
    void printsTheHelpOfACommand() {
        assertThat(run("help", "ingest").output()).contains("Usage: sluice ingest", "--keep-path");
        assertThat(run().status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "help",
                "completion bash",
                "identify missing.png",
                "list --url http://127.0.0.1:1 --org acme --key k",
                "ingest https://example.com/a --url http://127.0.0.1:1 --org acme --key k --checkpoint {tmp}/checkpoint",
                "download abcdef --url http://127.0.0.1:1 --org acme --key k"
            })
    void startsWithoutKafkaAndServices(String command, @TempDir Path directory) throws Exception {
        var process = ChildJvm.of(
                        "io.sluice.standalone.Main",
                        List.of("-Xlog:class+load:stdout", "-XX:TieredStopAtLevel=1"),
                        command.replace("{tmp}", directory.toString()).split(" "))
                .redirectErrorStream(true)
                .start();
        var loaded = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isBetween(0, 1);
        assertThat(loaded)
                .contains("io.sluice.standalone.Main")
                .doesNotContain("org.apache.kafka.", "io.javalin.", "org.apache.lucene.");
    }

    private static String bash(Path script, String line) throws IOException, InterruptedException {
        var words = line.split(" ", -1);
        var process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source \"$0\"; COMP_WORDS=(" + line + "); COMP_CWORD=" + (words.length - 1)
                                + "; COMP_LINE=\"$1\"; _complete_sluice; echo \"${COMPREPLY[@]}\"",
                        script.toString(),
                        line)
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static CommandRun run(Object... arguments) {
        return CommandRun.of(Main.commandLine(Map.of()), arguments);
    }
}
