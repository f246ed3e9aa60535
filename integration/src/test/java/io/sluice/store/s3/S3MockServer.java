package io.sluice.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An S3 server with one bucket in a separate JVM, on a free port of the loopback address: S3Mock by Adobe. It
/// accepts every signature.
final class S3MockServer implements AutoCloseable {

    /// Its runnable jar, which is on the class path of the tests.
    private static final Pattern JAR = Pattern.compile(".*s3mock-[0-9.]+-exec\\.jar");

    private static final Pattern STARTED = Pattern.compile(".*Tomcat started on ports .* (\\d+) \\(http\\).*");

    private final Process process;
    private final int port;

    private S3MockServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts a server whose objects are files in `folder`.
    static S3MockServer start(Path folder, String bucket) throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + folder,
                        "-jar",
                        jar(),
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--http.port=0",
                        "--com.adobe.testing.s3mock.store.initialBuckets=" + bucket)
                .redirectErrorStream(true)
                .start();
        try {
            return new S3MockServer(process, awaitPort(process));
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String jar() {
        return Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .filter(entry -> JAR.matcher(entry).matches())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the class path has no jar of S3Mock"));
    }

    /// Reads the output until the line with the port; the rest is read by a thread, so that the server never waits
    /// for it.
    private static int awaitPort(Process process) throws IOException {
        var output = process.inputReader(UTF_8);
        var seen = new StringBuilder();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            var started = STARTED.matcher(line);
            if (started.matches()) {
                Thread.ofVirtual().name("s3mock-output").start(() -> drain(output));
                return Integer.parseInt(started.group(1));
            }
        }
        throw new IllegalStateException("S3Mock ended before it listened:\n" + seen);
    }

    private static void drain(BufferedReader output) {
        var _ = output.lines().count();
    }

    int port() {
        return port;
    }

    /// Ends the process without waiting: its folder is temporary.
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
