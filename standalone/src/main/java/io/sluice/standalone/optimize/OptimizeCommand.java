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
import io.sluice.imaging.identify.Identifier;
import io.sluice.standalone.console.CommandFailure;
import io.sluice.standalone.console.Logs;
import io.sluice.standalone.console.Units;
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

/// Converts one TIFF or PSD, exactly as an upload with `optimize_source` would.
@Command(
        name = "optimize",
        header = "Converts a TIFF or PSD to PNG, losslessly, or to JPEG or WebP.",
        description = {
            "",
            "Does here what an upload with the option optimize_source does on the server: the first page of a TIFF or"
                    + " the merged image of a PSD becomes a PNG with the same pixels, proved by reading it back, or"
                    + " with --to jpg a high-quality JPEG, or WebP when a pixel is not opaque. What could not be"
                    + " carried over as it is, the output says.",
            "",
            "Ends with 0 when OUT is written, 1 when the image is refused or a file cannot be read or written, 2 when"
                    + " it was called in a wrong way. Nothing is written unless the conversion succeeds.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class OptimizeCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "IN", description = "A TIFF or PSD, whatever its name.")
    private Path in = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description = "The file to write. In a directory, it is named like IN with the extension of its format.")
    private Path out = Path.of("");

    @Option(
            names = "--to",
            defaultValue = "png",
            paramLabel = "png|jpg",
            description = "png: lossless. jpg: JPEG, or WebP when a pixel is not opaque [${DEFAULT-VALUE}].")
    private String to = "";

    @Option(names = "--force", description = "Overwrite OUT when it exists.")
    private boolean force;

    @Option(names = "--json", description = "Tell what was done as one line of JSON.")
    private boolean json;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that work on the conversion [one a core]. The result is the same with any number.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logs.onlyTroubles();
        Target target = target();
        if (threads < 1 || threads > 256) {
            throw new CommandFailure("--threads must be from 1 to 256");
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
            default -> throw new CommandFailure("--to must be png or jpg, not \"" + to + "\"");
        };
    }

    private Identification.Identified identified() throws IOException {
        if (Files.isDirectory(in)) {
            throw new CommandFailure(in + " is a directory; name one TIFF or PSD");
        }
        try (var bytes = FileImageBytes.open(in)) {
            return switch (new Identifier(ImageLimits.DEFAULTS).identify(bytes)) {
                case Identification.Refused(var reason) ->
                    throw new CommandFailure(in + ": " + reason.message() + " (" + reason.code() + ")");
                case Identification.Identified image -> {
                    if (image.format() != ImageFormat.TIFF && image.format() != ImageFormat.PSD) {
                        throw new CommandFailure(
                                in + " is of the format " + image.format().extension()
                                        + "; only TIFF and PSD are converted, others are kept as they are");
                    }
                    yield image;
                }
            };
        } catch (NoSuchFileException e) {
            throw new CommandFailure(in + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new CommandFailure(in + ": may not be read", e);
        }
    }

    /// Converts into a file beside OUT first, so that OUT is never there by halves.
    private OptimizationReport converted(Identification.Identified image, Target target)
            throws IOException, InterruptedException {
        Path temporary = temporary(Files.isDirectory(out) ? out : out.resolveSibling(""));
        try (var optimizer = Optimizer.start(ImageLimits.DEFAULTS, OptimizerConfig.DEFAULTS.with(1, threads))) {
            return switch (optimizer.convert(in, image, target, temporary)) {
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
            // not what is called a temporary file, which nobody else may read
            return Files.createFile(directory.toAbsolutePath().resolve(".sluice-" + UUID.randomUUID() + ".part"));
        } catch (NoSuchFileException e) {
            throw new CommandFailure(directory + ": there is no such directory", e);
        } catch (AccessDeniedException e) {
            throw new CommandFailure(directory + ": may not be written to", e);
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
            throw new CommandFailure(file + " is the file to be converted; name another one");
        }
        if (!force) {
            throw new CommandFailure(file + " exists already; --force overwrites it");
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
            throw new IllegalStateException("a report is always JSON", e);
        }
    }

    private void say(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }
}
