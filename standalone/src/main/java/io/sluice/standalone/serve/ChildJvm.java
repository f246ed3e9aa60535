package io.sluice.standalone.serve;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A child process that runs one of our main classes with the class path of this process.
///
/// When the system property `sluice.aot-cache` names an AOT cache (JEP 514) for that class path, it uses that.
public final class ChildJvm {

    private static final String AOT_CACHE = "sluice.aot-cache";

    private static final List<String> OPTIONS = List.of(
            "-XX:+ExitOnOutOfMemoryError",
            // a full collection of the heap for the sake of compiled code would stop all threads once it is 36 MB
            "-XX:SweeperThreshold=100",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.awt.headless=true");

    private ChildJvm() {}

    /// Returns a process that is not started yet, without settings of Sluice in its environment.
    ///
    /// @param options further options of its JVM; it uses the parallel collector unless they select another
    ///                one
    public static ProcessBuilder of(String mainClass, List<String> options, String... arguments) {
        var cache = System.getProperty(AOT_CACHE);
        var cached = cache == null ? List.<String>of() : List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off");
        return of(
                absoluteClassPath(),
                mainClass,
                Stream.concat(options.stream(), cached.stream()).toList(),
                arguments);
    }

    /// Returns a process with a class path of its own, like the other method.
    public static ProcessBuilder of(String classPath, String mainClass, List<String> options, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        if (options.stream().noneMatch(option -> option.startsWith("-XX:+Use") && option.endsWith("GC"))) {
            command.add("-XX:+UseParallelGC");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(key -> key.startsWith("SLUICE_"));
        return builder;
    }

    /// Returns the class path of this process with absolute paths, because the child may have another
    /// directory.
    private static String absoluteClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(ChildJvm::absolute)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String absolute(String entry) {
        return entry.endsWith("*")
                ? Path.of(entry.substring(0, entry.length() - 1)).toAbsolutePath() + "/*"
                : Path.of(entry).toAbsolutePath().toString();
    }
}
