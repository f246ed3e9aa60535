package io.sluice.lab.bench.fair.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class GeneratedFilesTest {

    @Test
    void makesSmallTiffsOfManyPixelsThatDifferByTheirNameAlone() throws IOException {
        var file = new StripedTiff(6_000, 3_000, false);
        var one = file.encode("one");

        assertThat(one).hasSizeLessThan(1_000_000).isNotEqualTo(file.encode("two"));
        var image = ImageIO.read(new ByteArrayInputStream(new StripedTiff(600, 300, false).encode("one")));
        assertThat(image.getWidth()).isEqualTo(600);
        assertThat(image.getHeight()).isEqualTo(300);
        assertThat(image.getRGB(10, 2)).isEqualTo(0xFF000000 | (10 * 7 + 70) << 16 | (30 + 30) << 8 | 20);
        assertThat(image.getRGB(10, 252)).isEqualTo(image.getRGB(10, 2));
    }

    @Test
    void makesTiffsWhoseStripsLieAtTheSamePlace() throws IOException {
        var aliased = new StripedTiff(600, 300, true).encode("one");

        assertThat(aliased.length).isLessThan(new StripedTiff(600, 300, false).encode("one").length / 2);
        assertThat(ImageIO.read(new ByteArrayInputStream(aliased)).getHeight()).isEqualTo(300);
    }

    @Test
    void refusesHeightsOfPartialStrips() {
        assertThatThrownBy(() -> new StripedTiff(600, 301, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void makesHostileFilesOfEveryKind() throws IOException {
        var files = HostileFiles.all();

        assertThat(files)
                .extracting(HostileFiles.Hostile::name)
                .doesNotHaveDuplicates()
                .contains("truncated.jpg", "alias-deflate.tif", "names.svgz", "namespaces.svgz");
        assertThat(files).allSatisfy(file -> assertThat(file.content().size()).isBetween(30, 20_000_000));
        var names = files.stream()
                .filter(file -> file.name().equals("names.svgz"))
                .findFirst()
                .orElseThrow();
        try (var svg =
                new GZIPInputStream(new ByteArrayInputStream(names.content().toArray()))) {
            var beginning = new String(svg.readNBytes(100_000), US_ASCII);
            var seen = new HashSet<String>();
            for (var word : beginning.substring(100, 99_000).split(" ", -1)) {
                if (word.endsWith("=\"\"")) {
                    assertThat(seen.add(word)).as(word).isTrue();
                }
            }
            assertThat(seen).hasSizeGreaterThan(5_000);
        }
    }
}
