package io.sluice.ingest.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.image.Organization;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/// Keeps lists from taking all memory: only so many are read at once, and only so many long ones are held at once for
/// clients that take them slowly; of both, one organization has half at most. Safe for use by many threads.
final class ListGate {

    /// An answer up to this length is held for any number of clients.
    static final int SHORT_BYTES = 256 * 1024;

    private final FairPermits reading;
    private final FairPermits sending;
    private final Duration patience;

    /// @param reading  most lists that are read at once
    /// @param sending  most long lists that are sent at once
    /// @param patience how long a list waits to be read
    ListGate(int reading, int sending, Duration patience) {
        this.reading = new FairPermits(reading);
        this.sending = new FairPermits(sending);
        this.patience = patience;
    }

    /// What is done with an answer.
    @FunctionalInterface
    interface Sending {
        void run() throws IOException;
    }

    /// Reads a list and writes it as JSON.
    ///
    /// @throws ProblemException when too many others are at it
    byte[] read(Organization organization, Supplier<ObjectNode> list) throws InterruptedException {
        if (!reading.tryAcquire(organization, patience)) {
            throw tooMany();
        }
        try {
            return Answer.bytes(list.get());
        } finally {
            reading.release(organization);
        }
    }

    /// Sends a list.
    ///
    /// @param length in bytes
    /// @throws ProblemException when it is long and too many long ones are on their way
    void send(Organization organization, int length, Sending sends) throws InterruptedException, IOException {
        if (length <= SHORT_BYTES) {
            sends.run();
            return;
        }
        // without waiting, for whoever waits holds an answer too
        if (!sending.tryAcquire(organization, Duration.ZERO)) {
            throw tooMany();
        }
        try {
            sends.run();
        } finally {
            sending.release(organization);
        }
    }

    private static ProblemException tooMany() {
        return new ProblemException(
                Problem.unavailable("Too many lists at once, try again in a moment", Duration.ofSeconds(1)));
    }
}
