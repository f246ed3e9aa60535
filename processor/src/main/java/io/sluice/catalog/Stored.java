package io.sluice.catalog;

import io.sluice.account.Usage;
import org.jspecify.annotations.Nullable;

/// What an organization stores, as its records in the state show it.
///
/// @param usage    all of it
/// @param number   highest number of a command that one of the records shows
/// @param replayed as much of it as replays after a crash have made again. Whether it had been made or refused at the
///                 first time can be unknown, so nothing that was made then is refused for its sake.
record Stored(Usage usage, long number, Usage replayed) {

    static final Stored NOTHING = new Stored(Usage.NONE, 0, Usage.NONE);

    /// Adds a record.
    Stored plus(BinaryState state) {
        return new Stored(usage.plus(state.usage()), Math.max(number, state.number()), replayed);
    }

    /// Replaces a record.
    Stored replace(@Nullable BinaryState before, BinaryState after) {
        var former = before == null ? Usage.NONE : before.usage();
        var more = after.usage().minus(former);
        var isReplay = after.number() <= number && (before == null || before.number() < after.number());
        return new Stored(
                usage.plus(more),
                Math.max(number, after.number()),
                isReplay
                        ? replayed.plus(new Usage(Math.max(0, more.images()), 0, Math.max(0, more.bytes())))
                        : replayed);
    }
}
