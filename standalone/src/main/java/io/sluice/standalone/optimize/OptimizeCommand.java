package io.sluice.standalone.optimize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.FileImageBytes;
import io.sluice.imaging.Identification;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.OptimizerConfig;
import io.sluice.imaging.Target;
import io.sluice.imaging.cell.Optimizer;
import io.sluice.imaging.crosscheck.Crosscheck.Extent;
import io.sluice.imaging.identify.Identifier;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import io.sluice.standalone.terminal.Units;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command `optimize`: converts a TIFF or PSD exactly like an upload with `optimize_source`.
@Command(
        name = "optimize",
        header = "Converts a TIFF or PSD losslessly to PNG, or to JPEG or WebP.",
        description = {
            "",
            "Converts like an upload with the option optimize_source, but locally: the first page of a TIFF or"
                    + " the merged image of a PSD becomes a PNG with the same pixels, verified by decoding it, or"
                    + " with --to jpg a high-quality JPEG, or WebP if a pixel is not opaque. The output lists what"
                    + " could not be preserved.",
            "",
            "Exits with status 0 if OUT was written, 1 if the image is refused or a file cannot be read or written, 2"
                    + " if the arguments are invalid. Nothing is written unless the conversion succeeds.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class OptimizeCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "IN", description = "A TIFF or PSD file with any name.")
    private Path in = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description = "The file to write, or a directory for a file named like IN with the new extension.")
    private Path out = Path.of("");

    @Option(
            names = "--to",
            defaultValue = "png",
            paramLabel = "png|jpg",
            description = "png: lossless. jpg: JPEG, or WebP if a pixel is not opaque (default: ${DEFAULT-VALUE}).")
    private String to = "";

    @Option(names = "--force", description = "Overwrite OUT if it exists.")
    private boolean force;

    @Option(
            names = "--verify",
            description = "Compare all rows of IN with a second, independent decoder, not only a sample.")
    private boolean verify;

    @Option(names = "--json", description = "Print the report as one line of JSON.")
    private boolean json;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the conversion (default: number of processors). They do not affect the result.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logs.onlyTroubles();
        Target target = target();
        if (threads < 1 || threads > 256) {
            throw CommandFailure.usage("--threads must be from 1 to 256");
        }
        if (!Files.isDirectory(out)) {
            refuseWhatCannotBeWritten(out);
        }
        Identification.Identified image = identified();
        long began = System.nanoTime();
        var result = converted(image, target);
        var took = Duration.ofNanos(System.nanoTime() - began);
        say(json ? json(result) : result.text() + " in " + Units.time(took) + notes(result));
        return 0;
    }

    private Target target() {
        return switch (to.toLowerCase(Locale.ROOT)) {
            case "png" -> Target.PNG;
            case "jpg", "jpeg" -> Target.JPEG;
            default -> throw CommandFailure.usage("--to must be png or jpg, not \"" + to + "\"");
        };
    }

    private Identification.Identified identified() throws IOException {
        if (Files.isDirectory(in)) {
            throw new CommandFailure(in + " is a directory; give a TIFF or PSD file");
        }
        try (var bytes = FileImageBytes.open(in)) {
            return switch (new Identifier(ImageLimits.DEFAULTS).identify(bytes)) {
                case Identification.Refused(var reason) ->
                    throw new CommandFailure(in + ": " + reason.message() + " (" + reason.code() + ")");
                case Identification.Identified image -> {
                    if (image.format() != ImageFormat.TIFF && image.format() != ImageFormat.PSD) {
                        throw new CommandFailure(in + " is of the format "
                                + image.format().extension() + "; only TIFF and PSD are converted");
                    }
                    yield image;
                }
            };
        } catch (NoSuchFileException e) {
            throw new CommandFailure(in + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new CommandFailure(in + ": permission to read denied", e);
        }
    }

    /// Converts into a file beside OUT first, so that OUT is never incomplete.
    private OptimizationReport converted(Identification.Identified image, Target target)
            throws IOException, InterruptedException {
        Path temporary = temporary(Files.isDirectory(out) ? out : out.resolveSibling(""));
        try (var optimizer = Optimizer.start(ImageLimits.DEFAULTS, OptimizerConfig.DEFAULTS.with(1, threads))) {
            return switch (optimizer.convert(in, image, target, temporary, verify ? Extent.ALL : Extent.SAMPLE)) {
                case Conversion.Refused(var reason) ->
                    throw new CommandFailure(in + ": " + reason.message() + " (" + reason.code() + ")");
                case Conversion.Converted made -> {
                    Path file = Files.isDirectory(out) ? named(out, made.format()) : out;
                    refuseWhatCannotBeWritten(file);
                    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
                    yield OptimizationReport.of(in, Files.size(in), image.format(), file, made);
                }
            };
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Path temporary(Path directory) throws IOException {
        try {
            // not created as a temporary file, which only the owner could read
            return Files.createFile(directory.toAbsolutePath().resolve(".sluice-" + UUID.randomUUID() + ".part"));
        } catch (NoSuchFileException e) {
            throw new CommandFailure(directory + ": no such directory", e);
        } catch (AccessDeniedException e) {
            throw new CommandFailure(directory + ": permission to write denied", e);
        }
    }

    private void refuseWhatCannotBeWritten(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailure(file + " is a directory");
        }
        if (Files.exists(in) && Files.isSameFile(in, file)) {
            throw new CommandFailure(file + " is the file to convert; give another one");
        }
        if (!force) {
            throw new CommandFailure(file + " exists; use --force to overwrite it");
        }
    }

    private Path named(Path directory, ImageFormat format) {
        var name = String.valueOf(in.getFileName());
        int dot = name.lastIndexOf('.');
        return directory.resolve((dot > 0 ? name.substring(0, dot) : name) + "." + format.extension());
    }

    private static String notes(OptimizationReport result) {
        var text = new StringBuilder();
        result.notes().forEach(note -> text.append("\n  ").append(note));
        return text.toString();
    }

    private static String json(OptimizationReport result) {
        try {
            return JsonMapper.builder().build().writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report can always be written as JSON", e);
        }
    }

    private void say(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }
}
