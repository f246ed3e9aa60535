package io.sluice.view.image;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.ImageFormat;
import io.sluice.image.ImageKey;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.StoredContent;
import io.sluice.kafka.Topics;
import io.sluice.operation.CommandId;
import io.sluice.search.Numbers;
import io.sluice.search.Position;
import io.sluice.search.Search;
import io.sluice.testsupport.builder.ImageBuilder;
import io.sluice.view.CatalogView.Listing;
import io.sluice.watch.Heartbeats;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/// A measurement of the CPU time of reads from the catalog, for growing numbers of images of one
/// organization. Run it manually, with an empty folder and the numbers of images as arguments.
final class CatalogViewMeasurement {

    private static final Organization ACME = new Organization("acme");
    private static final Instant FIRST = Instant.parse("2026-01-01T12:00:00Z");
    private static final TopicPartition PARTITION = new TopicPartition(Topics.SOURCE_IMAGES.name(), 0);
    private static final int PAGE = 100;
    private static final int ROUNDS = 200;

    private final LuceneCatalogView view;
    private final int images;
    private final Random random = new Random(1);

    private CatalogViewMeasurement(LuceneCatalogView view, int images) {
        this.view = view;
        this.images = images;
    }

    public static void main(String[] arguments) throws Exception {
        System.out.printf(
                "%9s %7s %9s | %8s %8s %8s %8s %8s %8s   µs%n",
                "images", "B/image", "build s", "first", "offset", "cursor", "slice", "count", "find");
        for (var i = 1; i < arguments.length; i++) {
            measure(Path.of(arguments[0]).resolve(arguments[i]), Integer.parseInt(arguments[i]));
        }
    }

    private static void measure(Path folder, int images) throws Exception {
        var began = System.nanoTime();
        try (var view = LuceneCatalogView.start(
                () -> new Generator(images), folder, new SimpleMeterRegistry(), Clock.systemUTC(), new Heartbeats())) {
            if (!view.await(ACME, images, Duration.ofHours(1))) {
                throw new IllegalStateException("the index was not built");
            }
            var built = Duration.ofNanos(System.nanoTime() - began);
            if (view.count(ACME) != images) {
                throw new IllegalStateException("the index has " + view.count(ACME));
            }
            var measurement = new CatalogViewMeasurement(view, images);
            measurement.all(); // warms up
            var micros = measurement.all();
            System.out.printf(
                    "%9d %7s %9.1f | %8.0f %8.0f %8.0f %8.0f %8.0f %8.1f%n",
                    images,
                    "",
                    built.toMillis() / 1000.0,
                    micros[0],
                    micros[1],
                    micros[2],
                    micros[3],
                    micros[4],
                    micros[5]);
        }
        System.out.printf("%9d %7d%n", images, bytes(folder) / images);
    }

    private double[] all() {
        return new double[] {
            micros(() -> view.list(ACME, Listing.live(0, PAGE))),
            micros(() -> view.list(ACME, Listing.live(Math.min(10_000, images) - PAGE, PAGE))),
            micros(() -> view.list(
                    ACME, new Listing(false, Search.ALL, PAGE, 0, cursor(images / 100 + random.nextInt(PAGE))))),
            micros(() -> view.slice(ACME, image(random.nextInt(images)).hash(), PAGE)),
            micros(() -> view.count(ACME)),
            micros(() -> view.find(ACME, image(random.nextInt(images)).hash().value())),
        };
    }

    /// Returns the position of an image that follows many newer ones.
    private static Position cursor(int number) {
        return new Position(List.of(
                new Position.Numeric(Numbers.of(image(number).created())),
                new Position.Bytes(image(number).hash().value())));
    }

    private static double micros(Runnable read) {
        var threads = ManagementFactory.getThreadMXBean();
        var began = threads.getCurrentThreadCpuTime();
        for (var i = 0; i < ROUNDS; i++) {
            read.run();
        }
        return (threads.getCurrentThreadCpuTime() - began) / 1e3 / ROUNDS;
    }

    private static long bytes(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static SourceImage image(int number) {
        var binaryHash =
                new BinaryHash(String.format("%08x", number * 0x9E3779B1).repeat(5));
        var blob = new BlobKey("blobs/acme/" + new UUID(number * 0x9E3779B97F4A7C15L, number * 0xD1B54A32D192ED03L));
        var change = new CommandId(new UUID(number * 0xD1B54A32D192ED03L, number * 0x9E3779B97F4A7C15L) + "#0");
        return ImageBuilder.image(ACME, binaryHash)
                .shortLength(10)
                .created(FIRST.plusSeconds(number / 3))
                .name("IMG_" + number + ".jpg")
                .content(new StoredContent(blob, ImageFormat.JPEG, 1_000_000 + number, 4000, 3000, true, false, null))
                .stamp(number + 1, change)
                .build();
    }

    /// A topic whose images are generated when they are read.
    private static final class Generator extends MockConsumer<String, byte[]> {

        private static final int BATCH = 2_000;

        private final int images;
        private int next;

        Generator(int images) {
            super("earliest");
            this.images = images;
            updatePartitions(PARTITION.topic(), List.of(new PartitionInfo(PARTITION.topic(), 0, null, null, null)));
            updateBeginningOffsets(Map.of(PARTITION, 0L));
            updateEndOffsets(Map.of(PARTITION, (long) images));
        }

        @Override
        public ConsumerRecords<String, byte[]> poll(Duration timeout) {
            for (var end = Math.min(images, next + BATCH); next < end; next++) {
                var image = image(next);
                addRecord(new ConsumerRecord<>(
                        PARTITION.topic(),
                        0,
                        next,
                        new ImageKey(ACME, image.hash()).text(),
                        Topics.SOURCE_IMAGES.serializer().serialize(PARTITION.topic(), image)));
            }
            return super.poll(timeout);
        }
    }
}
