package io.sluice.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.tools.attach.VirtualMachine;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.OptimizerConfig;
import io.sluice.imaging.Target;
import io.sluice.imaging.cell.Optimizer;
import java.awt.image.BufferedImage;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests which classes a conversion process of a processor can load. This process has Kafka, the S3 client
/// and the index on its class path; the conversion process, which decodes untrusted files, must not.
class CellIsolationTest {

    private static final OptimizerConfig SMALL = new OptimizerConfig(1, 128L << 20, 128L << 20, 1, 3_000_000);

    private static List<Path> classPath;
    private static URLClassLoader cell;

    /// Reads the class path of a conversion process that has just converted an image.
    @BeforeAll
    static void convertAnImage(@TempDir Path directory) throws Exception {
        Path source = directory.resolve("source.tif");
        ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_3BYTE_BGR), "tiff", source.toFile());
        var identified = new Identified(ImageFormat.TIFF, 30, 20, Pixels.RGB);
        try (var optimizer = Optimizer.start(ImageLimits.DEFAULTS, SMALL)) {
            assertThat(optimizer.convert(source, identified, Target.PNG, directory.resolve("destination")))
                    .isInstanceOf(Conversion.Converted.class);
            classPath =
                    classPathOf(ProcessHandle.current().children().findFirst().orElseThrow());
        }
        cell = new URLClassLoader(
                classPath.stream().map(CellIsolationTest::url).toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader());
    }

    @AfterAll
    static void closeTheLoader() throws Exception {
        cell.close();
    }

    @Test
    void hasOnlyTheImagingLibraryTheContractAndTheirImageLibraries() {
        assertThat(classPath.stream().map(CellIsolationTest::artifact))
                .containsExactlyInAnyOrder(
                        "imaging",
                        "common",
                        "imageio-tiff",
                        "imageio-core",
                        "imageio-metadata",
                        "common-lang",
                        "common-io",
                        "common-image",
                        "webp-imageio",
                        "kotlin-stdlib");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.clients.consumer.KafkaShareConsumer",
                "org.apache.kafka.streams.KafkaStreams",
                "org.rocksdb.RocksDB",
                "io.minio.MinioClient",
                "okhttp3.OkHttpClient",
                "org.apache.lucene.index.IndexReader",
                "com.fasterxml.jackson.databind.ObjectMapper",
                "io.micrometer.core.instrument.MeterRegistry",
                "org.slf4j.Logger",
                "io.sluice.processor.Processor",
                "io.sluice.worker.UploadWorkers",
                "io.sluice.fetch.UrlFetcher"
            })
    void cannotLoadOtherClassesOfThisProcess(String name) {
        assertThatCode(() -> Class.forName(name, false, CellIsolationTest.class.getClassLoader()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Class.forName(name, false, cell)).isInstanceOf(ClassNotFoundException.class);
    }

    private static List<Path> classPathOf(ProcessHandle process) throws Exception {
        var machine = VirtualMachine.attach(Long.toString(process.pid()));
        try {
            var text = machine.getSystemProperties().getProperty("java.class.path");
            return Stream.of(text.split(File.pathSeparator)).map(Path::of).toList();
        } finally {
            machine.detach();
        }
    }

    /// Returns the name of the artifact of a jar, or of the directory of a module's classes.
    private static String artifact(Path entry) {
        var names = entry.getNameCount();
        return entry.endsWith(Path.of("target", "classes"))
                ? entry.getName(names - 3).toString()
                : entry.getName(names - 1).toString().replaceFirst("-[0-9].*", "");
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
