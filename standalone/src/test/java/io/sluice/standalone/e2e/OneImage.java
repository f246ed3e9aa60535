package io.sluice.standalone.e2e;

import java.util.EnumSet;
import java.util.Optional;

/// What one organization may have of one image, as a sequential model of the server.
enum OneImage {
    ABSENT,
    DELETED,
    LIVE;

    /// A request about the image together with its answer.
    enum Event {
        UPLOADED,
        RESTORED,
        NOTHING_TO_RESTORE,
        DELETED,
        NOTHING_TO_DELETE,
        COPIED_HERE,
        OVERWRITTEN,
        KEPT,
        /// It was to be copied from here and was not found.
        NOT_SEEN;

        /// Whether it is answered only when all can see what it was decided on.
        boolean isShown() {
            return EnumSet.of(UPLOADED, RESTORED, DELETED, COPIED_HERE, OVERWRITTEN)
                    .contains(this);
        }
    }

    /// The state after an event; nothing when the answer is wrong in this state.
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
