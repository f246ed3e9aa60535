package io.sluice.lab.bench.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standalone.Main;
import io.sluice.standalone.sample.PixelFormat;
import io.sluice.standalone.sample.TiffWriter;
import io.sluice.testsupport.CommandRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchImagingCommandTest {

    @TempDir
    private Path directory;

    @Test
    void measuresOwnConversionAndNamesMissingPrograms() {
        var run = bench("--megapixels 1 --scenes flat --samples rgb --files tiff --rounds 1 --warm-up 0 --threads 1");

        assertThat(run.failure()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.output())
                .contains("Not measured: vips is not in the PATH")
                .contains("Not measured: ImageMagick is not in the PATH")
                .contains("Not measured: sharp: ")
                .contains("flat-rgb, 1225 × 816 pixels, 1 rounds")
                .containsPattern("tiff, 3.0 MB +time +CPU time +peak memory +PNG ")
                .containsPattern("sluice +\\d.* [kM]B ");
        assertThat(directory).as("what is left of the files").isEmptyDirectory();
    }

    @Test
    void convertsRealPictures(@TempDir Path pictures) throws IOException {
        var transparent = new BufferedImage(30, 20, BufferedImage.TYPE_INT_ARGB);
        ImageIO.write(transparent, "png", pictures.resolve("icon.png").toFile());
        TiffWriter.write(
                TestImage.of(TestImage.Scene.PHOTO, PixelFormat.RGB16, 5_000),
                TiffWriter.Compression.NONE,
                pictures.resolve("scan.tif"));
        Files.writeString(pictures.resolve("broken.psd"), "8BPS");
        Files.writeString(pictures.resolve("notes.txt"), "no picture");

        var run = bench("--pictures " + pictures + " --files tiff,psd --rounds 1 --warm-up 1 --threads 1");

        assertThat(run.failure()).isEmpty();
        assertThat(run.output())
                .contains("icon.png, 30 × 20 pixels", "tiff, 2.", "psd, 2.", "scan.tif, 1 rounds", "as it is, ")
                .containsPattern("broken.psd, 1 rounds\\R  sluice cannot convert it: ")
                .doesNotContain("notes");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesAFolderWithoutPictures(@TempDir Path pictures) {
        assertThat(bench("--pictures " + pictures).failure()).contains("no pictures in " + pictures);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                --scenes portrait  | --scenes must be one of photo, flat, not "portrait"
                --samples cmyk     | --samples must be one of rgb, rgba, rgb16, not "cmyk"
                --files gif        | --files must be one of tiff, tiff-lzw, tiff-deflate, psd, psd-rle, not "gif"
                --rounds 0         | --rounds and --threads must be at least 1
                --threads 0        | --rounds and --threads must be at least 1
                --warm-up -1       | --warm-up at least 0
                --megapixels 226   | --megapixels must be from 1 to 225
                --megapixels 18,0  | --megapixels must be from 1 to 225
                """)
    void refusesInvalidOptions(String options, String complaint) {
        var run = bench(options);

        assertThat(run.status()).isNotZero();
        assertThat(run.failure()).contains(complaint);
        assertThat(directory).isEmptyDirectory();
    }

    private CommandRun bench(String options) {
        return CommandRun.of(
                Main.commandLine(Map.of()),
                Stream.concat(
                                Stream.of("bench", "imaging", "--directory", directory),
                                Arrays.stream(options.split(" ")))
                        .toArray());
    }
}
