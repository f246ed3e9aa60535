package io.sluice.ingest.upload;

import io.sluice.command.Rejection;
import io.sluice.command.Source;
import io.sluice.imaging.Identification;
import io.sluice.ingest.upload.plan.UploadPlan;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The check of a form with several images before any of them is published. Each image is a command of its
/// own, which any worker processes, so a form can only be refused as a whole before its commands are on their
/// topic.
///
/// Anything that does not follow from the bytes of the files is not checked here: whether a URL can be
/// fetched, whether an image can be converted, and the limits of the catalog.
public final class FormCheck {

    private final ObjectStore store;
    private final ImageCheck images;

    /// Identification needs a few megabytes of memory, and a processor.
    private final Semaphore permits = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    public FormCheck(ObjectStore store, ImageCheck images) {
        this.store = store;
        this.images = images;
    }

    /// Identifies the files of a form with several images.
    ///
    /// @throws ProblemException naming each file that is refused
    void check(UploadPlan plan) throws InterruptedException {
        if (plan.parts().size() == 1) {
            return;
        }
        var failures = new ArrayList<UploadFailure.Failure>();
        for (var index = 0; index < plan.parts().size(); index++) {
            if (plan.parts().get(index).source() instanceof Source.Staged file) {
                var reason = refusal(file);
                if (reason != null) {
                    failures.add(new UploadFailure.Failure(index, reason));
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new ProblemException(UploadFailure.ofForm(plan, failures));
        }
    }

    private @Nullable Rejection refusal(Source.Staged file) throws InterruptedException {
        return switch (identify(file)) {
            case Identification.Refused(var reason) -> reason;
            case Identification.Identified _ -> null;
        };
    }

    /// Identifies a staged file like a worker.
    Identification identify(Source.Staged file) throws InterruptedException {
        permits.acquire();
        try (var bytes = new StagedBytes(store, file)) {
            return images.identify(bytes);
        } catch (StagedBytes.ScatteredFileException e) {
            return new Identification.Refused(
                    new Rejection.MalformedRequest("The file cannot be checked together with others: " + e.getMessage()
                            + "; upload it in a request of its own"));
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot read " + file.key(), e);
        } finally {
            permits.release();
        }
    }
}
