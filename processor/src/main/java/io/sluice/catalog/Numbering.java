package io.sluice.catalog;

/// Numbers the commands of one partition. What a command changes gets its number as revision, or one of those up to
/// the next command's when it changes several images, so that each revision is one image's.
///
/// A number taken from the command's place, rather than counted, is the same when the command is decided again after a
/// crash, whatever of the state had survived; so revisions stay in order, and a record tells by its number which
/// commands it shows already.
///
/// @param log  id of the topic: one that is made anew, or mirrored elsewhere, begins at offset 0 again
/// @param base highest number given before that topic's first
record Numbering(String log, long base) {

    /// How far the numbers of two commands are apart.
    static final int STEP = 1024;

    /// From [#STEP].
    long numberOf(long offset) {
        return base + (offset + 1) * STEP;
    }
}
