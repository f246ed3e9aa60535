package io.sluice.lab.bench.fair.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.lab.process.Priority;
import io.sluice.standalone.serve.ChildJvm;
import io.sluice.standalone.terminal.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The organization that attacks, in a process of its own with the lowest priority. In production its clients are
/// other machines; here they share the processors, and what is measured is what the servers do to the neighbor, not
/// what the clients take from both.
///
/// The process begins as soon as it is prepared, says so with a line, and ends when its standard input does.
public final class Attacker implements AutoCloseable {

    private static final int LOWEST = 19;
    static final String BEGUN = "begun";

    private final Process process;
    private final BufferedReader output;

    private Attacker(Process process) {
        this.process = process;
        this.output = process.inputReader(UTF_8);
    }

    /// Starts a scenario, and waits until it has begun.
    ///
    /// @param scale     of its size; 1 for what its description says
    /// @param settings  of the nodes
    /// @param data      data directory of one of them
    /// @param log       receives what the process logs
    public static Attacker start(
            Scenario scenario, double scale, Registrar registrar, Map<String, String> settings, Path data, Path log)
            throws IOException, InterruptedException {
        var nodes = registrar.nodes().stream().map(URI::toString).collect(Collectors.joining(","));
        var builder = ChildJvm.of(
                AttackerMain.class.getName(),
                List.of("-Xmx1g"),
                scenario.toString(),
                Double.toString(scale),
                nodes,
                registrar.rootKey(),
                data.toString());
        builder.environment().putAll(settings);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        var attacker = new Attacker(Priority.lowered(LOWEST).applyTo(builder).start());
        if (!BEGUN.equals(attacker.output.readLine())) {
            attacker.process.destroy();
            throw new CommandFailure("the attack \"" + scenario.meaning() + "\" did not begin, see " + log);
        }
        return attacker;
    }

    /// Ends the attack.
    ///
    /// @return what it has done, in words
    public String end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        var progress = output.readLine();
        process.waitFor();
        return progress == null ? "it ended with " + process.exitValue() : progress;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
