package io.sluice.imaging.read;

/// Decides whether every composed frame of an animation is opaque, looking at as few pixels as possible.
///
/// The canvas starts transparent. As long as the answer is still "opaque", the canvas was entirely opaque after the
/// frame before; so what the next frame has to cover is only the *hole* that disposing of that frame left: all of the
/// canvas before the first frame, nothing, or the rectangle that was cleared. No bitmap of the canvas is needed.
public final class AnimationOpacity {

    /// What happens to a frame's rectangle before the next frame is drawn.
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

    /// Whether nothing so far was transparent; once false, later frames need not be looked at.
    public boolean opaque() {
        return opaque;
    }

    /// The part of a frame in which one transparent pixel makes the composed image transparent, in canvas
    /// coordinates; empty when its pixels do not matter, or when the answer is known.
    ///
    /// @param blended transparent pixels show what is beneath, rather than replace it
    public Region toLookAt(Region frame, boolean blended) {
        var visible = frame.within(canvas);
        if (!visible.contains(hole)) {
            opaque = false;
        }
        return !opaque ? Region.EMPTY : blended ? hole : visible;
    }

    /// Takes note of a frame that was drawn.
    ///
    /// @param transparent a pixel was found transparent where [#toLookAt] asked to look
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
