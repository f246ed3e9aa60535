package io.sluice.lab.bench.imaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Another program, started once for each conversion.
///
/// @param name      its name in the table
/// @param command   command with [#SOURCE] and [#DESTINATION] in place of the files
/// @param tiffOnly  whether it reads only TIFF
/// @param directory working directory
record Program(String name, List<String> command, boolean tiffOnly, Path directory) implements Contender {

    static final String SOURCE = "{source}";
    static final String DESTINATION = "{destination}";

    private static final long SAMPLED_MILLIS = 5;
    private static final int LONGEST_COMPLAINT = 300;

    Program {
        command = List.copyOf(command);
    }

    /// Finds a program in the directories of `path`, the value of the variable PATH.
    static Optional<Path> find(String name, String path) {
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .flatMap(directory -> Stream.of(name, name + ".exe").map(Path.of(directory)::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public boolean reads(Path source) {
        return !tiffOnly || source.toString().toLowerCase(Locale.ROOT).matches(".*\\.tiff?");
    }

    @Override
    public Run convert(Path source, Path destination) throws IOException, InterruptedException {
        var self = new ProcessUsage(ProcessHandle.current().pid());
        Path complaints = destination.resolveSibling("complaints.txt");
        var builder = new ProcessBuilder(commandFor(source, destination))
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(complaints.toFile());
        Duration before = self.childrenCpu();
        long began = System.nanoTime();
        Process process = builder.start();
        var usage = new ProcessUsage(process.pid());
        long peak = 0;
        while (!process.waitFor(SAMPLED_MILLIS, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, usage.peakBytes());
        }
        var wall = Duration.ofNanos(System.nanoTime() - began);
        if (process.exitValue() != 0 || !Files.exists(destination)) {
            String complaint = Files.readString(complaints).strip();
            throw new IOException("exit code " + process.exitValue() + ": "
                    + complaint.substring(0, Math.min(complaint.length(), LONGEST_COMPLAINT)));
        }
        return new Run(wall, self.childrenCpu().minus(before), peak, Files.size(destination));
    }

    /// Does nothing: no process runs between conversions.
    @Override
    public void close() {}

    private List<String> commandFor(Path source, Path destination) {
        var words = new ArrayList<String>();
        for (var word : command) {
            words.add(word.replace(SOURCE, source.toString()).replace(DESTINATION, destination.toString()));
        }
        return words;
    }
}
