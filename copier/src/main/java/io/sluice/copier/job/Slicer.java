package io.sluice.copier.job;

import io.sluice.command.ProposedSlice;
import io.sluice.command.Slice;
import io.sluice.image.SourceImage;
import io.sluice.view.CatalogView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts slices that can be copied in one step: both the number of images and the bytes of their records are
/// limited, so that the command with all records fits on its topic.
public final class Slicer {

    /// Maximum bytes of the images' records: half of the maximum command, because the records may grow before
    /// the slice is processed.
    static final int MAX_BYTES = 512 * 1024;

    private final CatalogView view;

    public Slicer(CatalogView view) {
        this.view = view;
    }

    /// Cuts the next slice of a job; null when there is none left.
    ///
    /// @param most maximum number of its images
    @Nullable
    public ProposedSlice cut(JobState state, PendingCuts pending, int most) {
        var after = pending.after(state);
        var images = fitting(view.slice(state.plan().source(), state.plan().condition(), after, most));
        if (images.isEmpty()) {
            return null;
        }
        var slice =
                new Slice(pending.job(), pending.next(state), images.getLast().hash(), images.size());
        return new ProposedSlice(
                slice,
                after,
                images.stream().map(SourceImage::hash).toList(),
                images.stream().mapToLong(SourceImage::revision).max().orElse(0));
    }

    /// Returns as many of the first images as fit, at least one.
    private static List<SourceImage> fitting(List<SourceImage> images) {
        var fitting = new ArrayList<SourceImage>(images.size());
        var bytes = 0L;
        for (var image : images) {
            bytes += RecordSize.of(image);
            if (bytes > MAX_BYTES && !fitting.isEmpty()) {
                break;
            }
            fitting.add(image);
        }
        return fitting;
    }
}
