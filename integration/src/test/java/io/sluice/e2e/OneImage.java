package io.sluice.e2e;

import java.util.EnumSet;
import java.util.Optional;

/// The state of one image in one organization, as a sequential model of the server.
enum OneImage {
    ABSENT,
    DELETED,
    LIVE;

    /// A request about the image together with its response.
    enum Event {
        UPLOADED,
        RESTORED,
        NOTHING_TO_RESTORE,
        DELETED,
        NOTHING_TO_DELETE,
        COPIED_HERE,
        OVERWRITTEN,
        KEPT,
        /// A copy from this organization did not find it.
        NOT_SEEN;

        /// Whether the response is sent only when the decision is visible to all.
        boolean isShown() {
            return EnumSet.of(UPLOADED, RESTORED, DELETED, COPIED_HERE, OVERWRITTEN)
                    .contains(this);
        }
    }

    /// Returns the state after an event; empty when the response is wrong in this state.
    Optional<OneImage> after(Event event) {
        return switch (event) {
            case UPLOADED -> Optional.of(LIVE);
            case RESTORED -> when(this != ABSENT, LIVE);
            case NOTHING_TO_RESTORE -> when(this == ABSENT, this);
            case DELETED -> when(this == LIVE, DELETED);
            case COPIED_HERE -> when(this != LIVE, LIVE);
            case NOTHING_TO_DELETE, NOT_SEEN -> when(this != LIVE, this);
            case OVERWRITTEN, KEPT -> when(this == LIVE, this);
        };
    }

    private static Optional<OneImage> when(boolean holds, OneImage state) {
        return holds ? Optional.of(state) : Optional.empty();
    }
}
