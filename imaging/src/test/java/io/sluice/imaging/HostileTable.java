package io.sluice.imaging;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.command.Rejection;
import io.sluice.imaging.cell.HostileSource;
import io.sluice.imaging.convert.Converter;
import io.sluice.imaging.identify.HostileFile;
import io.sluice.imaging.identify.Identifier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;

/// Gives every file that was made to hurt to this process, and prints a line for each: its name and size, the
/// time of the processor in milliseconds, the largest heap in megabytes, and the answer.
///
/// A main class, so that [HostileTableTest] can run it with the heap and the processor time of its choice.
final class HostileTable {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int MOST_PIXELS = 225_000_000;

    private HostileTable() {}

    /// What happens to one file.
    @FunctionalInterface
    private interface Attempt {
        String answer() throws IOException, InterruptedException;
    }

    public static void main(String[] arguments) throws Exception {
        var source = Path.of(arguments[0], "source");
        var destination = Path.of(arguments[0], "destination");
        try (var converter = Converter.start(2)) {
            for (var file : HostileFile.values()) {
                Files.write(source, file.bytes());
                measure("identify " + file, source, () -> identified(source));
            }
            for (var file : HostileSource.values()) {
                Files.write(source, file.bytes());
                try (var sparse = new RandomAccessFile(source.toFile(), "rw")) {
                    sparse.setLength(Math.max(sparse.length(), file.length()));
                }
                measure(
                        "convert " + file,
                        source,
                        () -> converted(
                                converter.convert(source, file.format(), Target.PNG, destination, MOST_PIXELS)));
            }
        }
        System.out.println("END");
    }

    private static String identified(Path file) throws IOException {
        try (var bytes = FileImageBytes.open(file)) {
            return switch (new Identifier(ImageLimits.DEFAULTS).identify(bytes)) {
                case Identification.Identified image -> image.format() + " " + image.width() + " × " + image.height();
                case Identification.Refused(Rejection reason) -> reason.message();
            };
        }
    }

    private static String converted(Conversion conversion) {
        return switch (conversion) {
            case Conversion.Converted image -> image.format() + " of " + image.bytes() + " bytes";
            case Conversion.Refused(Rejection reason) -> reason.message();
        };
    }

    private static void measure(String name, Path file, Attempt attempt) throws IOException, InterruptedException {
        System.gc();
        var pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        pools.forEach(java.lang.management.MemoryPoolMXBean::resetPeakUsage);
        long start = SYSTEM.getProcessCpuTime();
        String answer = attempt.answer();
        long milliseconds = (SYSTEM.getProcessCpuTime() - start) / 1_000_000;
        long heap =
                pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20;
        System.out.printf("%-70s %12d B %6d ms %4d MB  %s%n", name, Files.size(file), milliseconds, heap, answer);
    }
}
