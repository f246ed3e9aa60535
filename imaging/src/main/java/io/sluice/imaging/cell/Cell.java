package io.sluice.imaging.cell;

import io.sluice.imaging.Conversion;
import io.sluice.imaging.decode.HeapTooSmallException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A child process that converts one image at a time: a JVM with a bounded heap, the classes that conversions
/// need ([CellClassPath]) and no environment. It isolates the effects of an image on its decoder. Used by one
/// thread at a time.
final class Cell implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cell.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LAST_BREATH = Duration.ofSeconds(5);
    private static final int MOST_LINES = 200;
    private static final long MOST_YOUNG = 64L << 20;
    /// Exit code of a JVM with `-XX:+ExitOnOutOfMemoryError`.
    private static final int OUT_OF_MEMORY = 3;

    /// The command that lowers the priority of the command after it (POSIX), and is replaced by it.
    private static final Path NICE = Path.of("/usr/bin/nice");

    private final Process process;
    private final DataOutputStream requests;
    private final DataInputStream answers;

    private Cell(Process process) {
        this.process = process;
        requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    }

    /// The priority of a cell for processors, where the system supports that. Both are below that of this
    /// process, whose other work must not wait behind conversions.
    enum Priority {
        /// For uploads.
        LOW(10),
        /// For work that gives way to all other processes.
        LOWEST(19);

        private final int niceness;

        Priority(int niceness) {
            this.niceness = niceness;
        }
    }

    /// The result of one request.
    sealed interface Outcome {
        /// The cell is alive and has answered.
        record Answered(Conversion conversion) implements Outcome {}

        /// The cell is alive, but the conversion needs a cell with this heap.
        record NeedsHeap(long bytes) implements Outcome {}

        /// The cell has died; `why` is for the owner of the image.
        record Died(String why) implements Outcome {}
    }

    /// Starts a cell and waits until it is ready.
    ///
    /// @param heapBytes maximum heap
    /// @param threads   threads per conversion
    static Cell start(long heapBytes, int threads, Priority priority) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command(heapBytes, threads, priority));
        builder.environment().clear();
        // without a locale a JVM cannot open files whose names are not ASCII
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        var cell = new Cell(process);
        boolean ready = false;
        try {
            Thread.ofVirtual().name("cell-" + process.pid() + "-log").start(() -> log(process));
            ready = cell.within(START_LIMIT, cell.answers::readInt) == CellProtocol.READY;
        } catch (TimeoutException e) {
            throw new IOException("a conversion process did not start within " + START_LIMIT, e);
        } finally {
            if (!ready) {
                cell.close();
            }
        }
        if (!ready) {
            throw new IOException("a conversion process did not start as it should");
        }
        return cell;
    }

    /// Converts one image.
    ///
    /// @throws IOException when a file cannot be read or written; the cell is still usable then
    Outcome convert(CellProtocol.Request request, Duration limit) throws IOException, InterruptedException {
        try {
            return new Outcome.Answered(within(limit, () -> {
                request.write(requests);
                return CellProtocol.readConversion(answers);
            }));
        } catch (TimeoutException e) {
            close();
            return new Outcome.Died("it took longer than " + limit.toSeconds() + " seconds");
        } catch (InterruptedException e) {
            close();
            throw e;
        } catch (CellProtocol.CellFailure e) {
            throw e;
        } catch (HeapTooSmallException e) {
            return new Outcome.NeedsHeap(e.needed());
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cell", process.pid()).setCause(e).log("conversion process died");
            return new Outcome.Died(causeOfDeath());
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /// Kills the process and waits for its end.
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            var _ = process.waitFor(LAST_BREATH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String causeOfDeath() throws InterruptedException {
        boolean ended = process.waitFor(LAST_BREATH.toMillis(), TimeUnit.MILLISECONDS);
        close();
        return ended && process.exitValue() == OUT_OF_MEMORY
                ? "it needs more memory than a conversion may take"
                : "its decoder crashed";
    }

    /// Waits for an exchange with a time limit. Reading from a process cannot be interrupted; the reading
    /// thread ends with the process.
    private <T> T within(Duration limit, Callable<T> exchange)
            throws IOException, InterruptedException, TimeoutException {
        var task = new FutureTask<>(exchange);
        Thread.ofPlatform().name("cell-" + process.pid()).daemon().start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case null, default -> throw new IllegalStateException("talking to a conversion process failed", e);
            }
        }
    }

    /// Logs the output of a cell at DEBUG: it is only needed when the cell dies, and a hostile file must not
    /// fill the log.
    private static void log(Process process) {
        try (var lines = process.errorReader(StandardCharsets.UTF_8)) {
            int left = MOST_LINES;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (left-- > 0) {
                    LOG.atInfo().addKeyValue("cell", process.pid()).log(line);
                }
            }
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("cell", process.pid()).setCause(e).log("conversion process fell silent");
        }
    }

    private static List<String> command(long heapBytes, int threads, Priority priority) {
        var command = new ArrayList<String>();
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", Integer.toString(priority.niceness)));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapBytes,
                // an image that must be completely in memory is in the old generation
                "-XX:MaxNewSize=" + Math.min(heapBytes / 3, MOST_YOUNG),
                "-Xss1m",
                "-XX:+UseParallelGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                // standard output belongs to the protocol, also for error messages
                "-XX:+DisplayVMOutputToStderr",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                CellClassPath.text(),
                CellMain.class.getName(),
                Integer.toString(threads),
                Long.toString(heapBytes)));
        return command;
    }
}
