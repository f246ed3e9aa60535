package io.sluice.standalone.optimize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.kafka.Json;
import io.sluice.standalone.Main;
import io.sluice.standalone.sample.Sample;
import io.sluice.standalone.sample.Samples;
import io.sluice.testsupport.CommandRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptimizeCommandTest {

    @TempDir
    private Path directory;

    private Path tiff;
    private Path out;

    @BeforeEach
    void makeFiles() throws IOException {
        // small, with 8 bits per sample, so that the output of Java's own writer is known
        var image = new BufferedImage(40, 30, BufferedImage.TYPE_3BYTE_BGR);
        image.setRGB(3, 4, 0xFF123456);
        tiff = directory.resolve("scan 1.tif");
        assertThat(ImageIO.write(image, "tiff", tiff.toFile())).isTrue();
        out = directory.resolve("out.png");
    }

    @Test
    void convertsATiffToAPngWithTheSamePixels() throws IOException {
        var run = optimize(tiff, out);

        assertThat(run.failure()).isEmpty();
        assertThat(run.output()).startsWith(tiff + ": TIFF, 40 × 30, ").contains("→ " + out + ": PNG, ");
        assertThat(run.status()).isZero();
        assertThat(pixels(out)).isEqualTo(pixels(tiff));
    }

    @Test
    void comparesAllRowsWithASecondDecoderWhenAsked() throws IOException {
        assertThat(optimize(tiff, out, "--verify").status()).isZero();

        assertThat(out).isNotEmptyFile();
    }

    @Test
    void printsTheReportAsJson() throws IOException {
        var run = optimize(tiff, out, "--json", "--threads", 2);

        assertThat(run.status()).isZero();
        var json = Json.MAPPER.readTree(run.output());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "file",
                        "format",
                        "size",
                        "optimized",
                        "optimized_format",
                        "optimized_size",
                        "width",
                        "height",
                        "opaque",
                        "pixel_digest",
                        "notes");
        assertThat(json.path("optimized").asText()).isEqualTo(out.toString());
        assertThat(json.path("optimized_size").asLong()).isEqualTo(Files.size(out));
        assertThat(json.path("pixel_digest").asText()).matches("[0-9a-f]{64}");
        assertThat(json.path("notes").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"tif, jpg, jpg", "psd, JPEG, webp"})
    void namesTheResultInADirectoryLikeTheSourceWithTheNewExtension(String source, String to, String extension)
            throws IOException {
        var file = source.equals("psd") ? write(Samples.psd()) : write(Samples.tiff());
        var folder = Files.createDirectory(directory.resolve("folder"));

        var run = optimize(file, folder, "--to", to, "--json");

        assertThat(run.failure()).isEmpty();
        var name = file.getFileName().toString().replaceFirst("\\.[a-z]+$", "." + extension);
        assertThat(files(folder)).containsExactly(name);
        JsonNode json = Json.MAPPER.readTree(run.output());
        assertThat(json.path("optimized_format").asText()).isEqualTo(extension);
    }

    @Test
    void printsNotesAboutLosses() throws IOException {
        var pages = directory.resolve("pages.tif");
        var writer = ImageIO.getImageWritersByFormatName("tiff").next();
        try (var stream = ImageIO.createImageOutputStream(pages.toFile())) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            for (int page = 0; page < 3; page++) {
                writer.writeToSequence(
                        new IIOImage(new BufferedImage(5, 5, BufferedImage.TYPE_BYTE_GRAY), null, null), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }

        assertThat(optimize(pages, out).output().lines()).last().isEqualTo("  only the first of 3 pages was converted");
    }

    @Test
    void overwritesOnlyWhenForced() throws IOException {
        Files.writeString(out, "precious");

        var careful = optimize(tiff, out);

        assertThat(careful).isEqualTo(failed(out + " exists; use --force to overwrite it"));
        assertThat(out).hasContent("precious");
        assertThat(optimize(tiff, out, "--force").status()).isZero();
        assertThat(pixels(out)).isEqualTo(pixels(tiff));
    }

    @Test
    void neverOverwritesTheFileThatItConverts() throws IOException {
        var before = Files.readAllBytes(tiff);
        var link = Files.createLink(directory.resolve("link"), tiff);

        assertThat(optimize(tiff, tiff, "--force"))
                .isEqualTo(failed(tiff + " is the file to convert; give another one"));
        assertThat(optimize(tiff, link, "--force").status()).isEqualTo(1);
        assertThat(tiff).hasBinaryContent(before);
    }

    @Test
    void doesNotOverwriteADirectory() throws IOException {
        var folder = directory.resolve("folder");
        Files.createDirectories(folder.resolve("scan 1.png"));

        assertThat(optimize(tiff, folder, "--force"))
                .isEqualTo(failed(folder.resolve("scan 1.png") + " is a directory"));
        assertThat(files(folder)).containsExactly("scan 1.png");
    }

    @Test
    void exitsWithStatusOneForARefusedImageAndWritesNothing() throws IOException {
        var text = Files.writeString(directory.resolve("text.tif"), "a note");
        var damaged = Files.write(directory.resolve("cut.tif"), Arrays.copyOf(Files.readAllBytes(tiff), 3000));
        var png = directory.resolve("a.png");
        ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
        var before = files(directory);

        assertThat(optimize(text, out).failure()).endsWith("(unsupported-format)\n");
        assertThat(optimize(damaged, out).failure()).endsWith("(corrupt-image)\n");
        assertThat(optimize(png, out))
                .isEqualTo(failed(png + " is of the format png; only TIFF and PSD are converted"));
        assertThat(files(directory)).isEqualTo(before);
    }

    @Test
    void writesNothingWhenTheConversionFails() throws IOException {
        var bytes = new String(Samples.psd().content().toArray(), ISO_8859_1);
        // no merged image, and a layer with a blend mode that does not exist
        var sample = ByteBuffer.wrap(bytes.replace("8BIMnorm", "8BIMnone").getBytes(ISO_8859_1));
        // version info, as image resource: there is no merged image
        var resource = ByteBuffer.allocate(18)
                .put("8BIM".getBytes(US_ASCII))
                .putShort((short) 1057)
                .putShort((short) 0)
                .putInt(5)
                .putInt(1)
                .put((byte) 0);
        var psd = directory.resolve("layers.psd");
        Files.write(
                psd,
                ByteBuffer.allocate(sample.capacity() + resource.capacity())
                        .put(sample.slice(0, 30))
                        .putInt(resource.capacity())
                        .put(resource.rewind())
                        .put(sample.slice(34, sample.capacity() - 34))
                        .array());
        var before = files(directory);

        var run = optimize(psd, out);

        assertThat(run.failure()).contains("Maximize compatibility").endsWith("(conversion-failed)\n");
        assertThat(run.status()).isEqualTo(1);
        assertThat(files(directory)).isEqualTo(before);
    }

    @Test
    void reportsMissingArguments() {
        var absent = directory.resolve("absent");

        assertThat(optimize(absent, out)).isEqualTo(failed(absent + ": no such file"));
        assertThat(optimize(directory, out)).isEqualTo(failed(directory + " is a directory; give a TIFF or PSD file"));
        assertThat(optimize(tiff, absent.resolve("out.png"))).isEqualTo(failed(absent + ": no such directory"));
        assertThat(optimize(tiff, out, "--to", "gif")).isEqualTo(misused("--to must be png or jpg, not \"gif\""));
        assertThat(optimize(tiff, out, "--threads", 0)).isEqualTo(misused("--threads must be from 1 to 256"));
        assertThat(out).doesNotExist();
    }

    @Test
    void exitsWithStatusTwoAndAHintForInvalidArguments() {
        var run = optimize(tiff);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.failure()).contains("missing required parameter", "see \"sluice optimize --help\"");
        assertThat(optimize(tiff, out, "--fast").status()).isEqualTo(2);
    }

    @Test
    void helpDescribesEveryOptionAndTheExitStatus() {
        var run = optimize("--help");

        assertThat(run.status()).isZero();
        assertThat(run.output())
                .contains("Usage: sluice optimize", "IN", "OUT", "--to", "--force", "--json", "--threads", "--verify")
                .containsPattern("Exits with status 0 if OUT was written,\\s+1\\s+if[^.]+,\\s+2\\s+if");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theResultHasTheDefaultPermissions() throws IOException {
        var other = Files.createFile(directory.resolve("other"));

        optimize(tiff, out);

        assertThat(Files.getPosixFilePermissions(out))
                .isEqualTo(Files.getPosixFilePermissions(other))
                .contains(PosixFilePermission.OWNER_READ);
    }

    private static CommandRun optimize(Object... arguments) {
        return CommandRun.of(
                Main.commandLine(Map.of()),
                Stream.concat(Stream.of("optimize"), Arrays.stream(arguments)).toArray());
    }

    private static CommandRun failed(String message) {
        return new CommandRun(1, "", "sluice: " + message + System.lineSeparator());
    }

    private static CommandRun misused(String message) {
        return new CommandRun(2, "", "sluice: " + message + System.lineSeparator());
    }

    private Path write(Sample sample) throws IOException {
        return Files.write(directory.resolve(sample.name()), sample.content().toArray());
    }

    private static List<String> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static int[] pixels(Path file) throws IOException {
        var image = ImageIO.read(file.toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
