package io.sluice.imaging.convert;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Target;
import io.sluice.imaging.crosscheck.Crosscheck;
import io.sluice.imaging.crosscheck.Crosscheck.Extent;
import io.sluice.imaging.decode.DecodedImage;
import io.sluice.imaging.decode.HeapLimit;
import io.sluice.imaging.decode.HeapTooSmallException;
import io.sluice.imaging.jpeg.JpegWriter;
import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.PixelDigest;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.Reduction;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.png.PngEncoder;
import io.sluice.imaging.png.PngVerifier;
import io.sluice.imaging.psd.PsdDecoder;
import io.sluice.imaging.tiff.TiffDecoder;
import io.sluice.imaging.webp.WebpWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A converter of TIFF and PSD in this process, with its own pool of threads. Thread-safe.
///
/// Hostile input may make it hang or run out of memory; therefore it runs in a cell.
public final class Converter implements AutoCloseable {

    private final ExecutorService pool;
    private final ExecutorService proofs;
    private final PngEncoder encoder;

    private Converter(int threads) {
        pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("convert-", 0).daemon().factory());
        proofs = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("proof-", 0).daemon().factory());
        encoder = new PngEncoder(pool, threads);
    }

    /// Creates a converter with `threads` threads.
    public static Converter start(int threads) {
        return new Converter(threads);
    }

    /// Converts `source`, which is of `format`, into the file `destination`, with the available heap.
    ///
    /// @param maxPixels an image that has more pixels is refused
    /// @throws IOException when a file cannot be read or written, which implies nothing about the image
    public Conversion convert(Path source, ImageFormat format, Target target, Path destination, long maxPixels)
            throws IOException, InterruptedException {
        return convert(source, format, target, destination, maxPixels, HeapLimit.ofThisProcess());
    }

    /// Converts like the other methods, unless it needs a larger heap.
    ///
    /// @throws HeapTooSmallException when a process with a larger heap can convert the image
    public Conversion convert(
            Path source, ImageFormat format, Target target, Path destination, long maxPixels, HeapLimit heap)
            throws IOException, InterruptedException {
        return convert(source, format, target, destination, maxPixels, heap, Extent.SAMPLE);
    }

    /// Converts like the other methods.
    ///
    /// @param extent rows of the source that a second reader reads, too
    public Conversion convert(
            Path source,
            ImageFormat format,
            Target target,
            Path destination,
            long maxPixels,
            HeapLimit heap,
            Extent extent)
            throws IOException, InterruptedException {
        Conversion result = null;
        try (DecodedImage image = open(source, format, maxPixels, heap);
                var crosscheck = Crosscheck.of(source, format, image.pixels().layout(), extent)) {
            result = convert(image, format, target, destination, heap, crosscheck);
            String difference = crosscheck.difference();
            if (difference != null && result instanceof Conversion.Converted) {
                result = refused(format, difference);
            }
            return result;
        } catch (UndecodableException e) {
            return refused(format, e.detail());
        } finally {
            if (!(result instanceof Conversion.Converted)) {
                Files.deleteIfExists(destination);
            }
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        proofs.shutdownNow();
    }

    private static DecodedImage open(Path source, ImageFormat format, long maxPixels, HeapLimit heap)
            throws IOException {
        return switch (format) {
            case TIFF -> TiffDecoder.open(source, maxPixels, heap);
            case PSD -> PsdDecoder.open(source, maxPixels);
            default -> throw new IllegalArgumentException("only TIFF and PSD are converted, not " + format);
        };
    }

    private Conversion convert(
            DecodedImage image,
            ImageFormat format,
            Target target,
            Path destination,
            HeapLimit heap,
            Crosscheck crosscheck)
            throws IOException, InterruptedException {
        PixelCensus census = PixelCensus.of(image.pixels(), image.annotations());
        image.pixels().keepNoMore();
        var notes = new ArrayList<>(image.notes());
        ImageFormat output = output(image.pixels().layout(), target, census, heap, notes);
        return output == ImageFormat.PNG
                ? png(image, census, format, destination, notes, crosscheck)
                : lossy(image, census, output, destination, notes, crosscheck);
    }

    private static ImageFormat output(
            PixelLayout layout, Target target, PixelCensus census, HeapLimit heap, List<String> notes)
            throws HeapTooSmallException {
        if (target == Target.PNG) {
            return ImageFormat.PNG;
        }
        ImageFormat lossy = census.opaque() ? ImageFormat.JPEG : ImageFormat.WEBP;
        int maxSide = census.opaque() ? JpegWriter.MAX_SIDE : WebpWriter.MAX_SIDE;
        if (Math.max(layout.width(), layout.height()) > maxSide) {
            notes.add("written as PNG: " + lossy + " holds at most " + maxSide + " pixels a side");
            return ImageFormat.PNG;
        }
        if (lossy == ImageFormat.WEBP
                && !heap.holds((long) layout.width() * layout.height() * WebpWriter.BYTES_A_PIXEL)) {
            notes.add("written as PNG: WebP of this size needs more memory than a conversion may take");
            return ImageFormat.PNG;
        }
        return lossy;
    }

    private Conversion png(
            DecodedImage image,
            PixelCensus census,
            ImageFormat format,
            Path destination,
            List<String> notes,
            Crosscheck crosscheck)
            throws IOException, InterruptedException {
        PixelLayout layout = image.pixels().layout();
        Reduction reduction = Remapping.between(layout, census.smallest());
        var digest = new PixelDigest(layout, layout.digestBits());
        String after;
        try (var file = FollowedFile.create(destination)) {
            // read back from the file while it is written, to verify the stored bytes
            Future<String> proof = proofs.submit(() -> PngVerifier.digest(file.reader(), layout.digestBits()));
            try {
                var bands = new CheckedBands(digest, crosscheck);
                encoder.encode(image.pixels(), reduction, image.annotations(), file, bands::add);
                file.complete();
            } finally {
                file.giveUp();
                after = outcome(proof);
            }
        }
        String before = digest.hex();
        if (!before.equals(after)) {
            return refused(format, "the pixels of the PNG differ from the source: " + after + " instead of " + before);
        }
        return converted(ImageFormat.PNG, destination, layout, census, before, notes);
    }

    /// Returns the digest of the verification, or why it failed.
    private static String outcome(Future<String> proof) throws InterruptedException {
        try {
            return proof.get();
        } catch (ExecutionException e) {
            return e.getCause() instanceof UndecodableException damage ? damage.detail() : "unreadable";
        }
    }

    private Conversion lossy(
            DecodedImage image,
            PixelCensus census,
            ImageFormat output,
            Path destination,
            List<String> notes,
            Crosscheck crosscheck)
            throws IOException {
        PixelLayout layout = image.pixels().layout();
        var digest = new PixelDigest(layout, layout.digestBits());
        boolean gray = layout.channels().gray() || census.smallest().channels().gray();
        Channels channels = output == ImageFormat.WEBP ? Channels.RGBA : gray ? Channels.GRAY : Channels.RGB;
        var eight = new PixelLayout(layout.width(), layout.height(), channels, 8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(destination))) {
            var pixels = new DigestedPixels(
                    image.pixels(), Remapping.between(layout, eight), new CheckedBands(digest, crosscheck));
            if (output == ImageFormat.WEBP) {
                WebpWriter.write(pixels, image.annotations(), out);
            } else {
                JpegWriter.write(pixels, image.annotations(), out);
            }
        }
        return converted(output, destination, layout, census, digest.hex(), notes);
    }

    private static Conversion converted(
            ImageFormat format,
            Path destination,
            PixelLayout layout,
            PixelCensus census,
            String digest,
            List<String> notes)
            throws IOException {
        return new Conversion.Converted(
                format, Files.size(destination), layout.width(), layout.height(), census.opaque(), digest, notes);
    }

    private static Conversion refused(ImageFormat format, String detail) {
        return new Conversion.Refused(new Rejection.ConversionFailed(format.extension(), detail));
    }
}
