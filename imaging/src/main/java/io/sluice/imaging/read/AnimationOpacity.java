package io.sluice.imaging.read;

/// The decision whether every composed frame of an animation is opaque, with as few decoded pixels as
/// possible.
///
/// The canvas starts transparent. As long as the answer is "opaque", the canvas was entirely opaque after the
/// previous frame; so the next frame has to cover only the *hole* that the disposal of that frame left: all
/// of the canvas before the first frame, nothing, or the cleared rectangle. No bitmap of the canvas is
/// needed.
public final class AnimationOpacity {

    /// The change of a frame's rectangle before the next frame is drawn.
    public enum Disposal {
        KEEP,
        CLEAR,
        RESTORE
    }

    private final Region canvas;
    private Region hole;
    private boolean opaque = true;

    public AnimationOpacity(Region canvas) {
        this.canvas = canvas;
        this.hole = canvas;
    }

    /// Whether no transparency has been found; once false, later frames need not be decoded.
    public boolean opaque() {
        return opaque;
    }

    /// Returns the part of a frame in which one transparent pixel makes the composed image transparent, in
    /// canvas coordinates; empty when its pixels are irrelevant, or when the answer is known.
    ///
    /// @param blended whether transparent pixels show the pixels beneath, rather than replace them
    public Region toLookAt(Region frame, boolean blended) {
        var visible = frame.within(canvas);
        if (!visible.contains(hole)) {
            opaque = false;
        }
        return !opaque ? Region.EMPTY : blended ? hole : visible;
    }

    /// Records that a frame was drawn.
    ///
    /// @param transparent whether a transparent pixel was found in the part returned by [#toLookAt]
    public void drawn(Region frame, boolean transparent, Disposal disposal) {
        if (transparent) {
            opaque = false;
        }
        hole = switch (disposal) {
            case KEEP -> Region.EMPTY;
            case CLEAR -> frame.within(canvas);
            case RESTORE -> hole;
        };
    }
}
