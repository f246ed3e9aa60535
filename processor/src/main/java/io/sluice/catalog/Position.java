package io.sluice.catalog;

/// The place of a command in its partition of `sluice.catalog-commands`.
///
/// @param log    id of the topic: one that is made anew, or mirrored elsewhere, counts its offsets from 0 again, and
///               its commands must not pass for replays of old ones
/// @param offset the command's offset
record Position(String log, long offset) {

    /// Whether what was last changed here shows the effects of the command at `other` already.
    boolean reaches(Position other) {
        return log.equals(other.log) && offset >= other.offset;
    }

    /// Whether the command at `other` was decided before this one.
    boolean isAfter(Position other) {
        return log.equals(other.log) && offset > other.offset;
    }
}
