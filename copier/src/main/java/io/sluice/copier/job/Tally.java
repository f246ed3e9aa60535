package io.sluice.copier.job;

import io.sluice.command.Outcome;

/// Numbers of processed images by result.
public record Tally(long created, long existing, long deleted, long skipped, long failed) {

    static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    public static Tally of(Outcome.Copied copied) {
        return new Tally(
                copied.created().size(),
                copied.existing().size(),
                0,
                copied.notFound().size(),
                copied.failed().size());
    }

    public static Tally of(Outcome.Deleted deleted) {
        return new Tally(
                0,
                0,
                deleted.deleted().size(),
                deleted.notFound().size() + deleted.locked().size(),
                0);
    }

    public static Tally failed(long images) {
        return new Tally(0, 0, 0, 0, images);
    }

    Tally plus(Tally other) {
        return new Tally(
                created + other.created,
                existing + other.existing,
                deleted + other.deleted,
                skipped + other.skipped,
                failed + other.failed);
    }
}
