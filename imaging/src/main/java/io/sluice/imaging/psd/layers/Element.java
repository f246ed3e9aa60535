package io.sluice.imaging.psd.layers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is drawn as one: a layer with pixels or a group, with the elements that are clipped to it.
///
/// @param area    outside of which it changes nothing
/// @param share   how much of it counts, from 0 to 1: its opacity and fill
/// @param clipped from the bottom to the top
record Element(
        Area area,
        Content content,
        BlendMode mode,
        float share,
        @Nullable HidingMask mask,
        List<Element> clipped) {

    /// What an element consists of.
    sealed interface Content {}

    /// @param area     of all samples that are stored
    /// @param colors   a channel for each colour
    /// @param coverage `null` where all is opaque
    record Pixels(
            Area area, List<ChannelRows> colors, @Nullable ChannelRows coverage) implements Content {}

    /// @param elements from the bottom to the top
    record Group(List<Element> elements) implements Content {}

    /// A mask with its samples.
    ///
    /// @param samples `null` when the background is all there is
    record HidingMask(Mask mask, @Nullable ChannelRows samples) {}

    boolean passesThrough() {
        return mode == BlendMode.PASS_THROUGH;
    }
}
