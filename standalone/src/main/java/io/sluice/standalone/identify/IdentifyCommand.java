package io.sluice.standalone.identify;

import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.identify.Identifier;
import io.sluice.standalone.terminal.ByteCount;
import io.sluice.standalone.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command `identify`: identifies files like an upload, without a server.
@Command(
        name = "identify",
        header = "Prints format, size and other properties of image files, or why an upload would be refused.",
        description = {
            "",
            "Examines only the content, not the name, with the same code as an upload. Exits with status 1 if a file"
                    + " is refused or differs from the manifest.",
            "",
            "Columns: size in pixels as stored (SVG at 96 dpi, PDF and EPS in points); opaque is \"no\" if a pixel is"
                    + " not fully opaque; frames of an animation (▸) or pages; turn is the EXIF orientation, 1"
                    + " to 8; bits per sample.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class IdentifyCommand implements Callable<Integer> {

    /// Exit status when a file was refused or differs from the manifest.
    private static final int REFUSED = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "A file or directory. In directories, names that start with a dot are skipped.")
    private List<Path> paths = List.of();

    @Option(
            names = "--json",
            description =
                    "Print one JSON object a line: file, format, mimetype, width, height, opaque, animated, frames,"
                            + " orientation, bit_depth, color_space, icc; or file, code and message if refused.")
    private boolean json;

    @Option(
            names = {"--check", "--manifest"},
            paramLabel = "FILE",
            description = "Compare with the expectations in FILE, JSON lines as described in docs/identify.md, and"
                    + " print matches per format and each difference. Paths are relative to FILE's directory.")
    private @Nullable Path manifest;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Files identified concurrently (default: number of processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            description = "Maximum pixels, except for JPEG and WebP (default: 225000000).")
    private long maxPixels = ImageLimits.DEFAULTS.maxPixels();

    @Option(names = "--max-size", paramLabel = "SIZE", description = "Maximum file size (default: 150MB).")
    private String maxSize = ImageLimits.DEFAULTS.maxFileBytes() + "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        var identifier = new Identifier(
                new ImageLimits(maxPixels, ByteCount.parse(maxSize), ImageLimits.DEFAULTS.decodeTimeout()));
        return manifest == null ? list(identifier) : compare(identifier, manifest);
    }

    private void check() {
        if (paths.isEmpty() == (manifest == null)) {
            throw CommandFailure.usage("give files or directories, or --manifest");
        }
        if (threads < 1 || threads > 1024) {
            throw CommandFailure.usage("--threads must be from 1 to 1024, not " + threads);
        }
        if (maxPixels < 1) {
            throw CommandFailure.usage("--max-pixels must be positive, not " + maxPixels);
        }
    }

    private int list(Identifier identifier) throws IOException, InterruptedException {
        var files = new ImageFiles(paths);
        files.check();
        var out = spec.commandLine().getOut();
        var listing = json ? new Listing.JsonLines() : new Listing.Columns();
        var tally = new Tally();
        if (!listing.header().isEmpty()) {
            out.println(listing.header());
        }
        try (var findings = new InOrder<Finding>(threads, finding -> {
            tally.count(finding);
            out.println(listing.line(finding));
        })) {
            files.visit(new ImageFiles.Visitor() {
                @Override
                public void file(Path file) throws IOException, InterruptedException {
                    findings.submit(() -> Finding.in(file, identifier));
                }

                @Override
                public void unreadable(Path directory, IOException failure) throws IOException, InterruptedException {
                    findings.submit(() -> Finding.Unreadable.because(directory, failure));
                }
            });
            findings.complete();
        }
        if (!json) {
            out.println("\n" + tally.summary());
        }
        return tally.refused == 0 ? 0 : REFUSED;
    }

    private int compare(Identifier identifier, Path file) throws IOException, InterruptedException {
        var directory = file.toAbsolutePath().getParent();
        var agreement = new Agreement();
        record Compared(Expectation expectation, Finding finding) {}
        try (var findings =
                new InOrder<Compared>(threads, compared -> agreement.note(compared.expectation, compared.finding))) {
            for (var expectation : Expectation.read(file)) {
                var path = directory == null ? Path.of(expectation.file()) : directory.resolve(expectation.file());
                findings.submit(() -> new Compared(expectation, Finding.in(path, identifier)));
            }
            findings.complete();
        }
        spec.commandLine().getOut().println(agreement.render());
        return agreement.complete() ? 0 : REFUSED;
    }

    private static final class Tally {
        private long accepted;
        private long refused;

        private void count(Finding finding) {
            if (finding.accepted()) {
                accepted++;
            } else {
                refused++;
            }
        }

        private String summary() {
            return accepted + refused + " files: " + accepted + " would be accepted, " + refused + " refused";
        }
    }
}
