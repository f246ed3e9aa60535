package io.sluice.copier.blob;

import io.sluice.image.Organization;
import io.sluice.precedence.Pace;
import io.sluice.precedence.Precedence;
import java.time.Duration;

/// The turns of copy tasks: those of heavy organizations wait for their pace. Thread-safe.
public final class CopyTurns {

    /// Images a second that heavy organizations copy whatever else the processors do.
    private static final double LEAST_RATE = 50;

    /// After that time a task begins all the same.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /// What an image uses of the processors, in the catalog and the index too.
    private static final double SECONDS = 0.001;

    private final Precedence precedence;
    private final Pace pace;

    public CopyTurns(Precedence precedence) {
        this.precedence = precedence;
        this.pace = precedence.pace("copy", LEAST_RATE);
    }

    /// Waits until the copy of some images of an organization may begin.
    void await(Organization source, int images) throws InterruptedException {
        var _ = pace.await(source.name(), images, LONGEST_WAIT);
        precedence.used(source.name(), images * SECONDS);
    }
}
