package io.sluice.standalone.image;

import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.client.UnexpectedAnswerException;
import io.sluice.standalone.client.UnreachableException;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Printable;
import io.sluice.standalone.terminal.Sentence;
import io.sluice.standalone.terminal.Units;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command `download`: writes the stored bytes of images to files.
@Command(
        name = "download",
        header = "Downloads images, as they are stored.",
        description = {
            "",
            "A file is named like the image, without directories. It appears when it is complete, and an existing file"
                    + " is not overwritten unless --force is given.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class DownloadCommand extends ImageCommand {

    private static final String STANDARD_OUTPUT = "-";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File of one image, directory of several, or - for the standard output (default: the working"
                    + " directory).")
    private @Nullable String output;

    @Option(names = "--force", description = "Overwrite existing files.")
    private boolean force;

    public DownloadCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    void check(int images) {
        if (images > 1 && output != null && !Files.isDirectory(Path.of(output))) {
            throw CommandFailure.usage("--output must be an existing directory for several images");
        }
    }

    @Override
    boolean process(SluiceClient client, String hash) throws IOException, InterruptedException {
        try {
            if (STANDARD_OUTPUT.equals(output)) {
                try (var content = client.open(hash)) {
                    content.transferTo(System.out);
                }
                System.out.flush();
                return true;
            }
            var file = file(client, hash);
            if (!force && Files.exists(file)) {
                return refused(hash, "exists", file + " exists; use --force to overwrite it");
            }
            try (var content = client.open(hash)) {
                write(content, file);
            }
            var size = Files.size(file);
            print(
                    hash,
                    Map.of("file", file.toString(), "bytes", Long.toString(size)),
                    hash + "\t" + Printable.of(file.toString()) + "\t" + Units.bytes(size));
            return true;
        } catch (UnexpectedAnswerException e) {
            return refused(hash, e.answer());
        } catch (UnreachableException e) {
            throw e;
        } catch (IOException e) {
            return refused(hash, "unwritable", "cannot be written: " + Sentence.of(e));
        }
    }

    private Path file(SluiceClient client, String hash) throws IOException, InterruptedException {
        if (output != null && !Files.isDirectory(Path.of(output))) {
            return Path.of(output);
        }
        var image = client.image(hash).expect(200).json();
        return Path.of(output == null ? "" : output)
                .resolve(fileName(
                        image.path("name").asText(), hash, image.path("format").asText()));
    }

    /// Returns the name of the file. Names come from users: directories, leading dots and control characters are
    /// not for files of another user.
    static String fileName(String name, String hash, String format) {
        var plain = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .replaceAll("[\\p{Cntrl}:*?\"<>|]", "_")
                .replaceFirst("^[.\\s-]+", "");
        return plain.isBlank() ? hash + '.' + format : plain;
    }

    private void write(InputStream content, Path file) throws IOException {
        var partial = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.copy(content, partial, StandardCopyOption.REPLACE_EXISTING);
            if (force) {
                Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.move(partial, file);
            }
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " exists; use --force to overwrite it", e);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
