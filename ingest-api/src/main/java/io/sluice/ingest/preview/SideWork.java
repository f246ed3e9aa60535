package io.sluice.ingest.preview;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.imaging.cell.SideCells;
import io.sluice.ingest.place.PlaceQueue;
import io.sluice.ingest.place.Places;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work on bytes in the store that needs them in a file, such as a preview. Little is done at once, for one
/// organization after the other, so that it delays no upload. Thread-safe.
public final class SideWork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SideWork.class);
    private static final String FILE_PREFIX = "side-";

    private final ObjectStore store;
    private final SideCells cells;
    private final Path directory;
    private final Duration patience;
    private final PlaceQueue<Organization> places;

    /// The work on a file.
    @FunctionalInterface
    public interface Job<T> {
        /// @param destination a file for the result, which is deleted after the work
        T run(SideCells cells, Path source, Path destination) throws IOException, InterruptedException;
    }

    private SideWork(ObjectStore store, SideCells cells, Path directory, PreviewConfig config, MeterRegistry meters) {
        this.store = store;
        this.cells = cells;
        this.directory = directory;
        this.patience = config.patience();
        this.places = new PlaceQueue<Organization>(config.cells()).measured(meters, "previews");
    }

    /// Opens a directory for the files; those that a killed process left are deleted.
    ///
    /// @param maxPixels maximum pixels of an image; JPEG and WebP are exempt
    /// @throws UncheckedIOException when the directory cannot be used
    public static SideWork open(
            ObjectStore store, Path directory, PreviewConfig config, long maxPixels, MeterRegistry meters) {
        try {
            Files.createDirectories(directory);
            try (var leftovers = Files.newDirectoryStream(directory, FILE_PREFIX + '*')) {
                for (var leftover : leftovers) {
                    Files.deleteIfExists(leftover);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the directory " + directory + " cannot be used", e);
        }
        return new SideWork(store, SideCells.start(config.cells(), maxPixels), directory, config, meters);
    }

    /// Does the work on this blob; returns nothing when there is too much to do.
    ///
    /// @throws StoreUnavailableException when the store or the directory fails
    public <T> Optional<T> run(Organization organization, BlobKey blob, Job<T> job) throws InterruptedException {
        var place = places.take(organization, Places.Size.SMALL, patience);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        try (var _ = place.get();
                var source = ScratchFile.in(directory);
                var destination = ScratchFile.in(directory)) {
            try (var content = store.read(blob);
                    var out = Files.newOutputStream(source.path())) {
                content.transferTo(out);
            }
            return Optional.of(job.run(cells, source.path(), destination.path()));
        } catch (IOException e) {
            throw new StoreUnavailableException("the file of " + blob + " cannot be read or written", e);
        }
    }

    /// Kills the child processes; work in progress fails.
    @Override
    public void close() {
        cells.close();
    }

    /// A file that is deleted when it is closed.
    private record ScratchFile(Path path) implements AutoCloseable {

        static ScratchFile in(Path directory) throws IOException {
            return new ScratchFile(Files.createTempFile(directory, FILE_PREFIX, ""));
        }

        @Override
        public void close() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.atWarn().setCause(e).addKeyValue("file", path).log("a file is left until the next start");
            }
        }
    }
}
