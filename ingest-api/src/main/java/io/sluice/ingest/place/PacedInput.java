package io.sluice.ingest.place;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// A body with a minimum rate and a maximum duration. Only the time spent waiting for the client counts,
/// not the processing of its bytes.
public final class PacedInput extends FilterInputStream {

    private final Supplier<LeastRate> least;
    private final Duration longest;
    private final LongSupplier nanoTime;
    private ClientPace pace = ClientPace.START;
    private Duration waited = Duration.ZERO;

    /// @param least the current minimum rate
    /// @param longest maximum total time spent waiting for the client
    public PacedInput(InputStream body, Supplier<LeastRate> least, Duration longest) {
        this(body, least, longest, System::nanoTime);
    }

    PacedInput(InputStream body, Supplier<LeastRate> least, Duration longest, LongSupplier nanoTime) {
        super(body);
        this.least = least;
        this.longest = longest;
        this.nanoTime = nanoTime;
    }

    /// Thrown when the client is too slow; the message is for the client.
    public static final class TooSlowException extends IOException {
        TooSlowException(String message) {
            super(message);
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var before = nanoTime.getAsLong();
        var count = super.read(buffer, offset, length);
        if (count >= 0) {
            check(Duration.ofNanos(nanoTime.getAsLong() - before), count);
        }
        return count;
    }

    private void check(Duration wait, int count) throws TooSlowException {
        waited = waited.plus(wait);
        if (waited.compareTo(longest) > 0) {
            throw new TooSlowException("The body did not arrive within " + longest.toSeconds()
                    + " seconds; send it over a faster connection or in several requests");
        }
        var rate = least.get();
        pace = pace.after(wait, count, rate);
        if (pace.isTooSlow(rate)) {
            throw new TooSlowException("The body arrives too slowly: fewer than " + rate.bytesPerSecond()
                    + " bytes a second for more than " + rate.allowance().toSeconds()
                    + " seconds; send it over a faster connection, or fewer bodies at once");
        }
    }
}
