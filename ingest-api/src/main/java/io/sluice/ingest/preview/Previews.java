package io.sluice.ingest.preview;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.command.Bytes;
import io.sluice.image.BlobKey;
import io.sluice.image.PreviewKey;
import io.sluice.image.PreviewSize;
import io.sluice.image.SourceImage;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.preview.Previewer;
import io.sluice.ingest.health.ApiMetrics;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The previews of images. One is made when it is first requested, and then kept in the store. Several
/// requests for one that is missing share its making; two nodes may both make it, with the same result.
///
/// Why an image has none is remembered, because finding out costs as much as a preview. Thread-safe.
final class Previews {

    private static final Logger LOG = LoggerFactory.getLogger(Previews.class);

    /// No preview is longer: it has at most 640 × 640 pixels.
    private static final int MAX_BYTES = 4 << 20;

    private static final int REMEMBERED_REFUSALS = 10_000;

    private final ObjectStore store;
    private final SideWork work;
    private final Duration patience;
    private final Timer made;

    private final Map<BlobKey, CompletableFuture<Result>> running = new ConcurrentHashMap<>();
    private final Map<BlobKey, String> refusals = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlobKey, String> eldest) {
            return size() > REMEMBERED_REFUSALS;
        }
    });

    /// The result of a request for a preview.
    sealed interface Result {
        /// A preview; the format is that of the bytes.
        record Shown(Bytes bytes) implements Result {}

        /// There is no preview of this image, for a reason in words.
        record None(String why) implements Result {}

        /// There are too many previews to make.
        record Busy() implements Result {}
    }

    /// @param patience longest wait for another request that makes the same preview
    Previews(ObjectStore store, SideWork work, Duration patience, MeterRegistry meters) {
        this.store = store;
        this.work = work;
        this.patience = patience;
        this.made = Timer.builder(ApiMetrics.PREVIEWS)
                .description("previews made by child processes")
                .register(meters);
    }

    /// Returns the preview of an image; makes it if there is none.
    ///
    /// @throws BlobNotFoundException     when the image has been purged
    /// @throws StoreUnavailableException when the store fails
    Result of(SourceImage image, PreviewSize size) throws InterruptedException {
        if (!Previewer.supports(image.format())) {
            return new Result.None(
                    "There is no preview of " + image.format().extension() + " images, for want of a decoder");
        }
        var key = PreviewKey.of(image.blob(), size);
        var why = refusals.get(key);
        if (why != null) {
            return new Result.None(why);
        }
        var stored = stored(key);
        return stored.isPresent() ? new Result.Shown(stored.get()) : madeOnce(image, size, key);
    }

    private Optional<Bytes> stored(BlobKey key) {
        try (var content = store.read(key)) {
            return Optional.of(Bytes.of(content.readNBytes(MAX_BYTES)));
        } catch (BlobNotFoundException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot read " + key, e);
        }
    }

    private Result madeOnce(SourceImage image, PreviewSize size, BlobKey key) throws InterruptedException {
        var mine = new CompletableFuture<Result>();
        var others = running.putIfAbsent(key, mine);
        if (others != null) {
            return await(others);
        }
        try {
            var result = made(image, size, key);
            mine.complete(result);
            return result;
        } catch (InterruptedException | RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            running.remove(key);
        }
    }

    private Result await(CompletableFuture<Result> others) throws InterruptedException {
        try {
            return others.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return new Result.Busy();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            return new Result.Busy(); // the thread that made it was interrupted
        }
    }

    private Result made(SourceImage image, PreviewSize size, BlobKey key) throws InterruptedException {
        var result = work.<Result>run(image.organization(), image.blob(), (cells, source, destination) -> {
                    var start = System.nanoTime();
                    var conversion = cells.preview(source, image.format(), size.side(), destination);
                    made.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                    return switch (conversion) {
                        case Conversion.Converted _ -> new Result.Shown(Bytes.of(Files.readAllBytes(destination)));
                        case Conversion.Refused(var reason) -> new Result.None(reason.message());
                    };
                })
                .orElseGet(Result.Busy::new);
        switch (result) {
            case Result.Shown(var bytes) -> keep(key, bytes);
            case Result.None(var why) -> refusals.put(key, why);
            case Result.Busy() -> {}
        }
        return result;
    }

    /// A preview that cannot be kept is made again for the next request.
    private void keep(BlobKey key, Bytes bytes) {
        try (var writer = store.write(key)) {
            writer.write(bytes.toArray());
            writer.complete();
        } catch (IOException | StoreUnavailableException e) {
            LOG.atWarn().addKeyValue("blob", key).setCause(e).log("preview not kept");
        }
    }
}
