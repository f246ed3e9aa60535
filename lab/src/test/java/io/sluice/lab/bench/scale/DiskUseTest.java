package io.sluice.lab.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskUseTest {

    @ParameterizedTest
    @CsvSource({
        "kafka/sluice.source-images-1/00000000000000000000.log, KEPT",
        "kafka/sluice-catalog-binaries-changelog-0/00000000000000000000.log, KEPT",
        "kafka/sluice.catalog-commands-0/00000000000000004711.log, PASSING",
        "kafka/sluice.outcomes-12/00000000000000000000.log, PASSING",
        "catalog/sluice-catalog/0_1/rocksdb/binaries/000012.sst, STATE",
        "views/images/_1a.cfs, IMAGE_INDEX",
        "views/operations/_3.fdt, OTHER_INDEXES",
    })
    void knowsWhatAFileIsFor(String file, DiskUse use) {
        assertThat(DiskUse.of(Path.of(file))).contains(use);
    }

    @ParameterizedTest
    @CsvSource({
        "kafka/meta.properties",
        "kafka/sluice.source-images-1/00000000000000000000.index",
        "kafka/__consumer_offsets-3/00000000000000000000.log",
        "kafka/__cluster_metadata-0/00000000000000000000.log",
        "blobs/acme/0c/a5d2",
        "serve.log",
    })
    void leavesOutWhatDoesNotDependOnImagesAndTheirBytes(String file) {
        assertThat(DiskUse.of(Path.of(file))).isEmpty();
    }

    @Test
    void addsTheFilesOfADirectory(@TempDir Path data) throws IOException {
        write(data.resolve("kafka/sluice.outcomes-0/1.log"), 10);
        write(data.resolve("kafka/sluice.outcomes-1/1.log"), 5);
        write(data.resolve("views/images/_0.cfs"), 7);
        write(data.resolve("blobs/acme/one/blob"), 100);

        assertThat(DiskUse.in(data)).isEqualTo(Map.of(DiskUse.PASSING, 15L, DiskUse.IMAGE_INDEX, 7L));
    }

    private static void write(Path file, int bytes) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, new byte[bytes]);
    }
}
