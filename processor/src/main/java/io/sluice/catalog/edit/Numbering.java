package io.sluice.catalog.edit;

/// The numbers of the commands of one partition. A change gets the number of its command as revision, or a
/// following one below the next command's when the command changes several images, so that each revision
/// belongs to one image.
///
/// A number derived from the command's position, rather than counted, is the same when the command is decided
/// again after a crash, whatever part of the state survived; so revisions stay in order, and the number of a
/// record shows which commands it already contains.
///
/// @param log  id of the topic: a topic that is recreated, or mirrored elsewhere, begins at offset 0 again
/// @param base highest number assigned before that topic's first
public record Numbering(String log, long base) {

    /// Difference between the numbers of two consecutive commands.
    public static final int STEP = 1024;

    /// Returns the number of the command at `offset`, at least [#STEP].
    public long numberOf(long offset) {
        return base + (offset + 1) * STEP;
    }

    /// Returns the numbering of a copy of the topic that gives every command the number it has: a command at
    /// `offset` is at `offset - gone` there.
    public Numbering ofCopy(String copy, long gone) {
        return new Numbering(copy, base + gone * STEP);
    }
}
