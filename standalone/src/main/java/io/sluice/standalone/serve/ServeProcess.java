package io.sluice.standalone.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.service.FoundationConfig;
import io.sluice.standalone.client.Credentials;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.terminal.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A server in a separate process, on free ports, with the class path of this process. It ends with this
/// process at the latest.
public final class ServeProcess implements AutoCloseable {

    /// Additional time to the server's own time limit.
    private static final Duration STOP_GRACE = Duration.ofSeconds(45);

    /// Lines of the log that are shown of a server that did not start.
    private static final int MAX_LINES = 20;

    private static final String MAIN_CLASS = "io.sluice.standalone.Main";

    private final Process process;
    private final Path data;

    /// Whether the server has reported that it is ready; false once it has ended before.
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    private ServeProcess(Process process, Path data) {
        this.process = process;
        this.data = data;
    }

    /// Starts a server and waits until it is ready.
    ///
    /// @param data        its data directory; its log is appended to `serve.log` there
    /// @param jvmOptions  further options of its JVM, such as `-Xmx512m`
    /// @param environment further settings
    /// @throws CommandFailure when it ends before it is ready
    public static ServeProcess start(Path data, List<String> jvmOptions, Map<String, String> environment)
            throws IOException {
        var server = launch(data, jvmOptions, environment);
        if (!server.ready.join()) {
            var exit = server.process.onExit().join().exitValue();
            throw new CommandFailure("the server ended with " + exit + " before it was ready; the end of " + log(data)
                    + ":\n" + lastLines(data));
        }
        return server;
    }

    /// The end of its log, because the directory may be a temporary one.
    private static String lastLines(Path data) throws IOException {
        var lines = Files.readAllLines(log(data));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()));
    }

    /// Starts a server, as [#start] does, without waiting.
    public static ServeProcess launch(Path data, List<String> jvmOptions, Map<String, String> environment)
            throws IOException {
        Files.createDirectories(data);
        var builder = ChildJvm.of(MAIN_CLASS, jvmOptions, "serve", "--end-with-parent")
                .redirectError(ProcessBuilder.Redirect.appendTo(log(data).toFile()));
        builder.environment()
                .putAll(Map.of(
                        FoundationConfig.DATA_DIRECTORY.key(),
                        data.toString(),
                        "SLUICE_HTTP_HOST",
                        "127.0.0.1",
                        "SLUICE_HTTP_PORT",
                        "0",
                        "SLUICE_KAFKA_PORT",
                        "0"));
        builder.environment().putAll(environment);
        var server = new ServeProcess(builder.start(), data);
        Thread.ofVirtual().name("sluice-serve-output").start(server::read);
        return server;
    }

    /// Waits until the server is ready or has ended, at most for `limit`.
    ///
    /// @return whether it is ready
    public boolean awaitReady(Duration limit) throws InterruptedException {
        try {
            return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("unexpected completion", e);
        }
    }

    /// Returns its address and first account.
    public Endpoint endpoint() {
        return Credentials.read(Credentials.in(data))
                .orElseThrow(() -> new IllegalStateException("a server that is ready has written its credentials"));
    }

    /// Returns the CPU time of the server so far, without its child processes; zero where the system does not
    /// provide it.
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    public long pid() {
        return process.pid();
    }

    /// Stops the server and waits for its end.
    ///
    /// @return its exit code
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_GRACE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /// Kills the server, like kill -9.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Waits until the server ends by itself.
    ///
    /// @return whether it has ended within `limit`
    public boolean ended(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /// Reads the server's output; the output after it is ready is not used, but has to be read.
    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(Welcome.LAST_LINE)) {
                    ready.complete(true);
                }
            }
        } catch (IOException _) {
            // the process has ended
        } finally {
            ready.complete(false);
        }
    }

    /// Returns the log file of a server with this data directory.
    public static Path log(Path data) {
        return data.resolve("serve.log");
    }
}
