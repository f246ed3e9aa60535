package io.sluice.worker.upload;

import io.sluice.command.RegistrationCommand;
import io.sluice.command.Rejection;
import io.sluice.command.Rejection.MalformedMetadata;
import io.sluice.command.UploadCommand;
import io.sluice.command.UploadOptions;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.Optimization;
import io.sluice.image.StoredContent;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One attempt of one upload, from its source to the command for the catalog. It changes only the store. The
/// steps may run on different threads, one after the other.
public final class UploadProcessing {

    public static final String INTERNAL_ERROR = "an internal error";

    private static final Logger LOG = LoggerFactory.getLogger(UploadProcessing.class);

    private final Dependencies collaborators;
    private final UploadCommand command;
    private final StageClock stages;
    private final BlobLedger blobs = new BlobLedger();

    /// The dependencies of every attempt.
    public record Dependencies(
            ObjectStore store, SourceStaging intake, Identify identify, Convert convert, WorkDirectory workDirectory) {}

    /// A step without the handling of the failures that all steps have in common.
    @FunctionalInterface
    private interface Body {
        UploadStep run() throws IOException, InterruptedException;
    }

    public UploadProcessing(Dependencies collaborators, UploadCommand command, StageClock stages) {
        this.collaborators = collaborators;
        this.command = command;
        this.stages = stages;
    }

    /// Copies the bytes to a blob of this upload: step 1.
    public UploadStep receive() {
        return attempt(
                () -> switch (stages.time("fetch", () -> collaborators.intake().take(command, blobs))) {
                    case SourceStaging.Result.Refused(var reason) -> refused(reason);
                    case SourceStaging.Result.Failed(var fault) -> new UploadStep.Ended(deferred(fault));
                    case SourceStaging.Result.Taken taken -> {
                        var objection = rejectionOfMetadata();
                        yield objection == null ? new UploadStep.Received(taken) : refused(objection);
                    }
                });
    }

    /// Detects the format and reads the properties of the image: step 2. Bytes that need no conversion are
    /// stored as received.
    public UploadStep identify(UploadStep.Received received) {
        return attempt(() -> {
            try (var bytes = open(received.taken())) {
                return switch (stages.time(
                        "identify", () -> collaborators.identify().identify(bytes))) {
                    case Identification.Refused(var reason) -> refused(reason);
                    case Identified identified -> identified(received.taken(), identified);
                };
            }
        });
    }

    private UploadStep identified(SourceStaging.Result.Taken taken, Identified image) {
        return command.options().converts(image.format())
                ? new UploadStep.Convertible(taken, image, target(command.options()))
                : register(taken, received(taken, image, null));
    }

    /// Converts the bytes: step 3. Bytes that cannot be converted are stored as received, unless the command
    /// is strict.
    public UploadStep convert(UploadStep.Convertible convertible) {
        return attempt(() -> {
            var taken = convertible.taken();
            var image = convertible.identified();
            try (var bytes = open(taken);
                    var destination = collaborators.workDirectory().create()) {
                var conversion = stages.time(
                        "optimize",
                        () -> collaborators
                                .convert()
                                .convert(bytes.file(), image, convertible.target(), destination.path()));
                return switch (conversion) {
                    case Conversion.Refused(var reason) when command.options().strict() -> refused(reason);
                    case Conversion.Refused(var reason) ->
                        register(taken, received(taken, image, Optimization.kept(why(reason))));
                    case Conversion.Converted converted -> {
                        var blob = stages.time("store", () -> write(destination));
                        yield register(taken, converted(taken, blob, converted, image.format()));
                    }
                };
            }
        });
    }

    private UploadStep attempt(Body step) {
        try {
            return step.run();
        } catch (InterruptedException | ClosedByInterruptException _) {
            Thread.interrupted(); // a closed channel leaves the flag set, and written blobs must still be purged
            return new UploadStep.Ended(new UploadResult.Interrupted(blobs.written()));
        } catch (BlobNotFoundException e) {
            return new UploadStep.Ended(
                    new UploadResult.Refused(new Rejection.BlobMissing(e.key().value()), blobs.written()));
        } catch (IOException | StoreUnavailableException e) {
            return new UploadStep.Ended(unavailable(e));
        } catch (RuntimeException e) {
            return new UploadStep.Ended(internalError(e));
        }
    }

    /// Returns why the metadata cannot be accepted. Commands of other producers are unchecked, and the
    /// catalog cannot read a command with more metadata.
    private @Nullable Rejection rejectionOfMetadata() {
        if (command.userMetadata().isTooLong()) {
            return MalformedMetadata.tooLong("user_metadata", UserMetadata.MAX_LENGTH);
        }
        try {
            var _ = command.userMetadata().requirePossible();
        } catch (IllegalArgumentException e) {
            return new MalformedMetadata("user_metadata", String.valueOf(e.getMessage()));
        }
        if (command.dynamicMetadata().isTooLong()) {
            return MalformedMetadata.tooLong("dynamic_metadata", DynamicMetadata.MAX_LENGTH);
        }
        return null;
    }

    private BlobBytes open(SourceStaging.Result.Taken taken) {
        return new BlobBytes(collaborators.store(), taken.blob(), taken.size(), collaborators.workDirectory());
    }

    private static Target target(UploadOptions options) {
        return options.optimizeSource() == UploadOptions.OptimizeSource.JPEG ? Target.JPEG : Target.PNG;
    }

    private static StoredContent received(
            SourceStaging.Result.Taken taken, Identified image, @Nullable Optimization optimization) {
        return new StoredContent(
                taken.blob(),
                image.format(),
                taken.size(),
                image.width(),
                image.height(),
                image.pixels().opaque(),
                image.animated(),
                optimization);
    }

    private static String why(Rejection reason) {
        return reason instanceof Rejection.ConversionFailed failed ? failed.detail() : reason.message();
    }

    private static StoredContent converted(
            SourceStaging.Result.Taken taken, BlobKey blob, Conversion.Converted image, ImageFormat original) {
        return new StoredContent(
                blob,
                image.format(),
                image.bytes(),
                image.width(),
                image.height(),
                image.opaque(),
                false,
                Optimization.converted(original, image.pixelDigest(), image.notes())
                        .ofBytes(taken.size()));
    }

    private BlobKey write(WorkDirectory.WorkFile file) throws IOException {
        var blob = BlobKey.unique(command.organization());
        try (var writer = collaborators.store().write(blob)) {
            Files.copy(file.path(), writer);
            blobs.wrote(blob);
            writer.complete();
        }
        return blob;
    }

    /// Creates the command that registers the image: the last step.
    private UploadStep register(SourceStaging.Result.Taken taken, StoredContent content) {
        var register = new RegistrationCommand.Register(
                command.envelope(stages.worked()),
                taken.hash(),
                name(taken, content.format()),
                command.options().isProtected(),
                command.userMetadata(),
                command.dynamicMetadata(),
                content);
        return new UploadStep.Ended(new UploadResult.Stored(register, blobs.allBut(content.blob())));
    }

    private String name(SourceStaging.Result.Taken taken, ImageFormat format) {
        if (command.name() != null && !command.name().isBlank()) {
            return command.name();
        }
        return taken.name() != null ? taken.name() : taken.hash() + "." + format.extension();
    }

    private UploadStep refused(Rejection reason) {
        return new UploadStep.Ended(new UploadResult.Refused(reason, blobs.allBut(null)));
    }

    private UploadResult deferred(Fault fault) {
        return new UploadResult.Deferred(fault, blobs.written());
    }

    private UploadResult unavailable(Exception failure) {
        if (Thread.interrupted()) {
            return new UploadResult.Interrupted(blobs.written());
        }
        LOG.atWarn()
                .setCause(failure)
                .addKeyValue("part", command.part().index())
                .log("upload attempt failed");
        return deferred(new Fault.OfStore("the object store or the work directory failed"));
    }

    /// Handles a fault that these bytes probably cause: it must neither stop the worker nor be retried
    /// forever.
    private UploadResult internalError(RuntimeException failure) {
        LOG.atError()
                .setCause(failure)
                .addKeyValue("part", command.part().index())
                .log("upload failed with an internal error");
        return deferred(new Fault.OfTry(INTERNAL_ERROR));
    }
}
