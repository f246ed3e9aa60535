package io.sluice.ingest.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.image.Organization;
import io.sluice.ingest.place.Place;
import io.sluice.ingest.place.PlaceQueue;
import io.sluice.ingest.place.Places;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/// A limit of the memory for lists: it bounds the concurrent reads, and the long lists that are held for slow
/// clients. One organization can take at most half of each. Thread-safe.
final class ListGate {

    /// Responses up to this length are not limited.
    static final int SHORT_BYTES = 256 * 1024;

    /// Maximum concurrent lists with facets: while an organization waits for one, it can still read a list
    /// without.
    private static final int MAX_COUNTING = 2;

    private final PlaceQueue<Organization> counting = new PlaceQueue<>(MAX_COUNTING);
    private final PlaceQueue<Organization> reading;
    private final PlaceQueue<Organization> sending;
    private final Duration patience;

    /// @param reading  maximum concurrent reads of lists
    /// @param sending  maximum concurrent responses with long lists
    /// @param patience maximum wait of a list to be read
    ListGate(int reading, int sending, Duration patience) {
        this.reading = new PlaceQueue<>(reading);
        this.sending = new PlaceQueue<>(sending);
        this.patience = patience;
    }

    /// The transfer of a response to the client.
    @FunctionalInterface
    interface Sending {
        void run() throws IOException;
    }

    /// Reads a list with facets and writes it as JSON.
    ///
    /// @throws ProblemException when too many lists are being read
    byte[] readWithFacets(Organization organization, Supplier<ObjectNode> list) throws InterruptedException {
        try (var _ = place(counting, organization, patience)) {
            return read(organization, list);
        }
    }

    /// Reads a list and writes it as JSON.
    ///
    /// @throws ProblemException when too many lists are being read
    byte[] read(Organization organization, Supplier<ObjectNode> list) throws InterruptedException {
        try (var _ = place(reading, organization, patience)) {
            return Answer.bytes(list.get());
        }
    }

    /// Sends a list.
    ///
    /// @param length in bytes
    /// @throws ProblemException when it is long and too many long ones are being sent
    void send(Organization organization, int length, Sending sends) throws InterruptedException, IOException {
        if (length <= SHORT_BYTES) {
            sends.run();
            return;
        }
        // without waiting, because a waiting request holds its response in memory
        try (var _ = place(sending, organization, Duration.ZERO)) {
            sends.run();
        }
    }

    private static Place place(PlaceQueue<Organization> places, Organization organization, Duration patience)
            throws InterruptedException {
        return places.take(organization, Places.Size.SMALL, patience).orElseThrow(ListGate::tooMany);
    }

    private static ProblemException tooMany() {
        return new ProblemException(
                Problem.unavailable("Too many lists at once, try again in a moment", Duration.ofSeconds(1)));
    }
}
