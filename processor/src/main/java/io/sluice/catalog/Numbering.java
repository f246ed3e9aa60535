package io.sluice.catalog;

/// Numbers the commands of one partition. The number of a command becomes the revision of what it changes.
///
/// A number taken from the command's place, rather than counted, is the same when the command is decided again after a
/// crash, whatever of the state had survived; so revisions stay in order, and a record tells by its revision which
/// commands it shows already.
///
/// @param log  id of the topic: one that is made anew, or mirrored elsewhere, begins at offset 0 again
/// @param base highest number given before that topic's first
record Numbering(String log, long base) {

    /// From 1.
    long numberOf(long offset) {
        return base + offset + 1;
    }
}
