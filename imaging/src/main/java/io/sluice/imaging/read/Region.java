package io.sluice.imaging.read;

/// A rectangle of pixels; empty when its width or height is zero.
public record Region(int x, int y, int width, int height) {

    public static final Region EMPTY = new Region(0, 0, 0, 0);

    public boolean isEmpty() {
        return width <= 0 || height <= 0;
    }

    public boolean contains(int px, int py) {
        return px >= x && py >= y && (long) px < (long) x + width && (long) py < (long) y + height;
    }

    public boolean contains(Region other) {
        return other.isEmpty()
                || (other.x >= x
                        && other.y >= y
                        && (long) other.x + other.width <= (long) x + width
                        && (long) other.y + other.height <= (long) y + height);
    }

    /// Returns the intersection with `other`.
    Region within(Region other) {
        int left = Math.max(x, other.x);
        int top = Math.max(y, other.y);
        long right = Math.min((long) x + width, (long) other.x + other.width);
        long bottom = Math.min((long) y + height, (long) other.y + other.height);
        return right <= left || bottom <= top
                ? EMPTY
                : new Region(left, top, (int) (right - left), (int) (bottom - top));
    }

    /// Returns the same region in coordinates that start at (`left`, `top`).
    public Region relativeTo(int left, int top) {
        return new Region(x - left, y - top, width, height);
    }
}
