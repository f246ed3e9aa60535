package io.sluice.ingest.upload;

import io.sluice.image.Organization;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.precedence.Pace;
import io.sluice.precedence.Precedence;
import java.time.Duration;

/// The turns of upload requests: those of heavy organizations wait for their pace, and for a moment for the
/// requests of others. Thread-safe.
final class UploadTurns {

    /// Uploads a second that heavy organizations begin even while the processors are busy.
    private static final double LEAST_RATE = 20;

    /// Maximum wait for a turn, before the client has to retry.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /// Processor time of an upload, besides that of its bytes.
    private static final double SECONDS = 0.001;

    private static final double BYTES_A_SECOND = 50e6;
    private static final double NANOS = 1e9;

    private final Precedence precedence;
    private final Pace pace;

    UploadTurns(Precedence precedence) {
        this.precedence = precedence;
        this.pace = precedence.pace("upload", LEAST_RATE);
    }

    /// The identification of the files of a form.
    @FunctionalInterface
    interface Check {
        void run() throws InterruptedException;
    }

    /// Begins a request.
    Precedence.Operation begin(Organization organization) {
        return precedence.begin(organization.name());
    }

    /// Waits until the body of a request may be read.
    ///
    /// @throws ProblemException when the organization has to retry later
    void await(Organization organization) throws InterruptedException {
        if (!pace.await(organization.name(), 1, LONGEST_WAIT)) {
            throw new ProblemException(
                    Problem.busy("Other organizations have precedence over one with so many uploads; try again later"));
        }
    }

    /// Records the size of a body.
    void received(Organization organization, long bytes) {
        precedence.used(organization.name(), SECONDS + bytes / BYTES_A_SECOND);
    }

    /// Runs a check, which may take a second for each file, and records its time.
    void check(Organization organization, Check check) throws InterruptedException {
        var began = System.nanoTime();
        try {
            check.run();
        } finally {
            var seconds = (System.nanoTime() - began) / NANOS;
            precedence.used(organization.name(), seconds);
            pace.ended(organization.name(), seconds);
        }
    }
}
