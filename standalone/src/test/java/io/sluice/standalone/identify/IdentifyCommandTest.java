package io.sluice.standalone.identify;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standalone.Main;
import io.sluice.testsupport.CommandRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentifyCommandTest {

    @TempDir
    private Path directory;

    private static CommandRun identify(Object... arguments) {
        return CommandRun.of(
                Main.commandLine(Map.of()),
                Stream.concat(Stream.of("identify"), Arrays.stream(arguments)).toArray());
    }

    private Path png(String name, int width, int height) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        return file;
    }

    @BeforeEach
    void makeFiles() throws IOException {
        png("a/first.png", 30, 20);
        png("b.jpg", 4, 5);
        png(".hidden/other.png", 1, 1);
    }

    @Test
    void walksDirectoriesInTheOrderOfNamesAndWritesAJsonObjectALine() {
        var run = identify("--json", directory);
        assertThat(run.output().lines())
                .containsExactly(
                        "{\"file\":\"" + directory
                                + "/a/first.png\",\"format\":\"png\",\"mimetype\":\"image/png\",\"width\":30,"
                                + "\"height\":20,\"opaque\":true,\"animated\":false,\"frames\":1,\"orientation\":1,"
                                + "\"bit_depth\":8,\"color_space\":\"rgb\",\"icc\":false}",
                        "{\"file\":\"" + directory
                                + "/b.jpg\",\"format\":\"png\",\"mimetype\":\"image/png\",\"width\":4,"
                                + "\"height\":5,\"opaque\":true,\"animated\":false,\"frames\":1,\"orientation\":1,"
                                + "\"bit_depth\":8,\"color_space\":\"rgb\",\"icc\":false}");
        assertThat(run.status()).isZero();
    }

    @Test
    void reportsARefusedFileAndExitsWithStatusOne() throws IOException {
        var file = Files.writeString(directory.resolve("note.png"), "näin");
        var run = identify("--json", file);
        assertThat(run.output())
                .startsWith("{\"file\":\"" + file + "\",\"code\":\"unsupported-format\",\"message\":\"")
                .matches(output -> output.chars().allMatch(c -> c < 0x80), "is ASCII");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void anEmptyFileIsReportedWithoutThePropertiesOfAnImage() throws IOException {
        var file = Files.createFile(directory.resolve("empty.png"));
        assertThat(identify("--json", file).output().lines())
                .containsExactly(
                        "{\"file\":\"" + file + "\",\"code\":\"empty-file\",\"message\":\"The file is empty\"}");
    }

    @Test
    void writesATable() throws IOException {
        var empty = Files.createFile(directory.resolve("empty.gif"));
        var run = identify(directory.resolve("a"), empty);
        assertThat(run.output().lines())
                .first()
                .asString()
                .matches("format +size +opaque +frames +turn +bits +colours +icc +file");
        assertThat(run.output())
                .containsPattern("png +30 × 20 +yes +1 +1 +8 +rgb +no +.*first.png")
                .contains("refused  " + empty)
                .contains("2 files: 1 would be accepted, 1 refused");
    }

    @Test
    void reportsThousandsOfFilesInOrder() throws IOException {
        for (int i = 100; i < 800; i++) {
            png("many/" + i + ".png", i, 1);
        }
        var run = identify("--json", "--threads", 3, directory.resolve("many"));
        assertThat(run.output().lines().map(line -> line.replaceAll(".*\"width\":(\\d+).*", "$1")))
                .containsExactlyElementsOf(
                        IntStream.range(100, 800).mapToObj(String::valueOf).toList());
    }

    @Test
    void appliesASmallerLimit() {
        assertThat(identify("--json", "--max-pixels", 599, directory.resolve("a"))
                        .output())
                .contains("\"code\":\"too-many-pixels\"");
        assertThat(identify("--json", "--max-size", "20B", directory.resolve("a"))
                        .output())
                .contains("\"code\":\"too-large\"");
    }

    @Test
    void reportsMissingArguments() {
        assertThat(identify()).isEqualTo(new CommandRun(2, "", "sluice: give files or directories, or --manifest\n"));
        assertThat(identify(directory.resolve("absent")).failure()).contains("no such file or directory");
        assertThat(identify("--threads", 0, directory).failure()).contains("--threads must be from 1 to 1024");
    }

    @Test
    void countsFilesThatMatchTheManifest() throws IOException {
        var manifest = manifest("""
                {"file": "a/first.png", "format": "png", "mimetype": "image/x-png", "mimetype_also": ["image/png"],
                 "width": 31, "height": 20, "dims_also": [[30, 20]], "opaque": true, "animated": false, "pages": 1,
                 "orientation": 1, "colour": {"mode": "rgb/whatever", "bits": 8, "icc": false}, "other": 7}
                {"file": "b.jpg", "format": "jpg", "disputed": ["format"], "width": 4, "height": 5}
                """);
        var run = identify("--manifest", manifest);
        assertThat(run.output().lines()).contains("png         1      1", "all         2      2");
        assertThat(run.status()).isZero();
    }

    /// A JPEG XL of 8 × 8 pixels, of which decoders say that it has a profile.
    @Test
    void doesNotReportDocumentedDifferencesFromOtherTools() throws IOException {
        Files.write(directory.resolve("a.jxl"), new byte[] {(byte) 0xFF, 0x0A, 0x41, 2, 0, 0, 0, 0});
        var manifest = manifest("""
                {"file": "a.jxl", "format": "jxl", "width": 8, "height": 8, "colour": {"mode": "rgb", "icc": true}}
                """);
        var run = identify("--check", manifest);
        assertThat(run.output().lines()).contains("jxl         1      1");
        assertThat(run.status()).isZero();
    }

    @Test
    void reportsEachDifferenceFromTheManifest() throws IOException {
        Files.writeString(directory.resolve("note.png"), "a note");
        var manifest = manifest("""
                {"file": "a/first.png", "format": "png", "width": 31, "height": 20, "opaque": false}
                {"file": "b.jpg", "expect": "reject"}
                {"file": "note.png", "expect": "accept"}
                {"file": "note.png", "expect": "either"}
                {"file": "gone.png", "expect": "reject"}
                """);
        var run = identify("--manifest", manifest);
        assertThat(run.output().lines())
                .contains("other       4      1", "png         1      0", "all         5      1")
                .contains(
                        "a/first.png: width is 30, expected 31",
                        "a/first.png: opaque is true, expected false",
                        "b.jpg: accepted as png of 4 × 5, but should be refused")
                .anyMatch(line -> line.startsWith("note.png: refused: The content is not a supported image format"))
                .anyMatch(line -> line.startsWith("gone.png: the file cannot be read"));
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void reportsTheLineOfAMalformedManifest() throws IOException {
        var manifest = Files.writeString(directory.resolve("manifest.jsonl"), "{\"file\": \"b.jpg\"}\n{}\n");
        assertThat(identify("--manifest", manifest).failure())
                .endsWith("manifest.jsonl, line 2: \"file\" is missing\n");
    }

    private Path manifest(String objects) throws IOException {
        // an object a line; broken here for readability
        return Files.writeString(directory.resolve("manifest.jsonl"), objects.replace(",\n", ","));
    }
}
