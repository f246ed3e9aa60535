package io.sluice.worker;

import io.sluice.command.CatalogCommand;
import io.sluice.command.Rejection;
import io.sluice.command.UploadCommand;
import io.sluice.command.UploadOptions;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.Optimization;
import io.sluice.image.UserMetadata;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Identification;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Target;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One try of one upload, from its source to what the catalog must be told. It changes nothing but the store.
final class UploadJob {

    static final String INTERNAL_ERROR = "an internal error";

    private static final Logger LOG = LoggerFactory.getLogger(UploadJob.class);

    private final Collaborators with;
    private final UploadCommand command;
    private final StageClock stages;
    private final BlobLedger blobs = new BlobLedger();

    /// What every job works with.
    record Collaborators(
            ObjectStore store, Intake intake, Identify identify, Convert convert, WorkDirectory workDirectory) {}

    UploadJob(Collaborators with, UploadCommand command, StageClock stages) {
        this.with = with;
        this.command = command;
        this.stages = stages;
    }

    UploadResult run() {
        try {
            return fetch();
        } catch (InterruptedException | ClosedByInterruptException _) {
            Thread.interrupted(); // a closed channel leaves it set, and what was written must still be purged
            return new UploadResult.Interrupted(blobs.written());
        } catch (BlobNotFoundException e) {
            return new UploadResult.Refused(new Rejection.BlobMissing(e.key().value()), blobs.written());
        } catch (IOException | StoreUnavailableException e) {
            if (Thread.interrupted()) {
                return new UploadResult.Interrupted(blobs.written());
            }
            LOG.atWarn().setCause(e).addKeyValue("part", command.part().index()).log("a try of an upload failed");
            return deferred(new Fault.OfStore("the object store or the work directory failed"));
        } catch (RuntimeException e) {
            // most likely these bytes hit a fault of ours: it must not stop the worker, nor come back for ever
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("part", command.part().index())
                    .log("an upload met an internal error");
            return deferred(new Fault.OfTry(INTERNAL_ERROR));
        }
    }

    private UploadResult fetch() throws IOException, InterruptedException {
        return switch (stages.time("fetch", () -> with.intake().take(command, blobs))) {
            case Intake.Result.Refused(var reason) -> refused(reason);
            case Intake.Result.Failed(var fault) -> deferred(fault);
            case Intake.Result.Taken taken -> {
                var tooMuch = tooMuchMetadata();
                yield tooMuch.isPresent() ? refused(tooMuch.get()) : identify(taken);
            }
        };
    }

    /// What other programs enqueue nobody has looked at yet, and the catalog could not even read a command with more.
    private Optional<Rejection> tooMuchMetadata() {
        if (command.userMetadata().isTooLong()) {
            return Optional.of(tooMuch("user_metadata", UserMetadata.MAX_LENGTH));
        }
        if (command.dynamicMetadata().isTooLong()) {
            return Optional.of(tooMuch("dynamic_metadata", DynamicMetadata.MAX_LENGTH));
        }
        return Optional.empty();
    }

    private static Rejection tooMuch(String field, int limit) {
        return new Rejection.MalformedMetadata(field, "an image can have at most " + limit + " characters of it");
    }

    private UploadResult identify(Intake.Result.Taken taken) throws IOException, InterruptedException {
        try (var bytes = new BlobBytes(with.store(), taken.blob(), taken.size(), with.workDirectory())) {
            return switch (stages.time("identify", () -> with.identify().identify(bytes))) {
                case Identification.Refused(var reason) -> refused(reason);
                case Identified identified -> {
                    var target = target(identified.format(), command.options().optimizeSource());
                    yield target.isEmpty()
                            ? stored(Image.asReceived(taken, identified), taken)
                            : optimize(taken, bytes, identified, target.get());
                }
            };
        }
    }

    /// Only TIFF and PSD become something else; other formats are kept byte for byte.
    private static Optional<Target> target(ImageFormat format, UploadOptions.OptimizeSource asked) {
        if (format != ImageFormat.TIFF && format != ImageFormat.PSD) {
            return Optional.empty();
        }
        return switch (asked) {
            case NONE -> Optional.empty();
            case PNG -> Optional.of(Target.PNG);
            case JPEG -> Optional.of(Target.JPEG);
        };
    }

    private UploadResult optimize(Intake.Result.Taken taken, BlobBytes bytes, Identified identified, Target target)
            throws IOException, InterruptedException {
        try (var destination = with.workDirectory().create()) {
            var conversion = stages.time(
                    "optimize", () -> with.convert().convert(bytes.file(), identified, target, destination.path()));
            return switch (conversion) {
                case Conversion.Refused(var reason) when command.options().strict() -> refused(reason);
                case Conversion.Refused(var reason) -> stored(Image.kept(taken, identified, reason), taken);
                case Conversion.Converted converted -> {
                    var blob = stages.time("store", () -> write(destination));
                    yield stored(Image.asConverted(blob, converted, identified.format()), taken);
                }
            };
        }
    }

    private BlobKey write(WorkDirectory.WorkFile file) throws IOException {
        var blob = BlobKey.unique(command.organization());
        try (var writer = with.store().write(blob)) {
            Files.copy(file.path(), writer);
            blobs.wrote(blob);
            writer.complete();
        }
        return blob;
    }

    private UploadResult stored(Image image, Intake.Result.Taken taken) {
        var register = new CatalogCommand.Register(
                command.operation(),
                command.part(),
                command.organization(),
                stages.trail(),
                taken.hash(),
                name(taken, image.format()),
                image.format(),
                image.size(),
                image.width(),
                image.height(),
                image.opaque(),
                image.animated(),
                command.options().isProtected(),
                command.userMetadata(),
                command.dynamicMetadata(),
                image.blob(),
                image.optimization());
        return new UploadResult.Stored(register, blobs.allBut(image.blob()));
    }

    private String name(Intake.Result.Taken taken, ImageFormat format) {
        if (command.name() != null && !command.name().isBlank()) {
            return command.name();
        }
        return taken.name() != null ? taken.name() : taken.hash() + "." + format.extension();
    }

    private UploadResult refused(Rejection reason) {
        return new UploadResult.Refused(reason, blobs.allBut(null));
    }

    private UploadResult deferred(Fault fault) {
        return new UploadResult.Deferred(fault, blobs.written());
    }

    /// What the catalog must know of the bytes that are kept.
    private record Image(
            BlobKey blob,
            ImageFormat format,
            long size,
            int width,
            int height,
            boolean opaque,
            boolean animated,
            @Nullable Optimization optimization) {

        static Image asReceived(Intake.Result.Taken taken, Identified seen) {
            return asReceived(taken, seen, null);
        }

        /// The received bytes, which could not be converted.
        static Image kept(Intake.Result.Taken taken, Identified seen, Rejection reason) {
            String why = reason instanceof Rejection.ConversionFailed failed ? failed.detail() : reason.message();
            return asReceived(taken, seen, Optimization.kept(why));
        }

        private static Image asReceived(
                Intake.Result.Taken taken, Identified seen, @Nullable Optimization optimization) {
            return new Image(
                    taken.blob(),
                    seen.format(),
                    taken.size(),
                    seen.width(),
                    seen.height(),
                    seen.opaque(),
                    seen.animated(),
                    optimization);
        }

        static Image asConverted(BlobKey blob, Conversion.Converted made, ImageFormat original) {
            return new Image(
                    blob,
                    made.format(),
                    made.bytes(),
                    made.width(),
                    made.height(),
                    made.opaque(),
                    false,
                    Optimization.converted(original, made.pixelDigest(), made.notes()));
        }
    }
}
