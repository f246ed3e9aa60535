package io.sluice.catalog;

import io.sluice.account.Usage;

/// What an organization stores, as its records in the state show it.
///
/// @param number highest number of a command that one of them shows
record Stored(Usage usage, long number) {

    static final Stored NOTHING = new Stored(Usage.NONE, 0);

    Stored plus(BinaryState state) {
        return new Stored(usage.plus(state.usage()), Math.max(number, state.number()));
    }
}
