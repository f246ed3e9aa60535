package io.sluice.imaging.psd.layers;

/// A rectangle of pixels in the coordinates of the document; right and bottom are outside.
record Area(int left, int top, int right, int bottom) {

    static final Area EMPTY = new Area(0, 0, 0, 0);

    boolean isEmpty() {
        return right <= left || bottom <= top;
    }

    int width() {
        return right - left;
    }

    int height() {
        return bottom - top;
    }

    long pixels() {
        return isEmpty() ? 0 : (long) width() * height();
    }

    Area within(Area other) {
        var common = new Area(
                Math.max(left, other.left),
                Math.max(top, other.top),
                Math.min(right, other.right),
                Math.min(bottom, other.bottom));
        return common.isEmpty() ? EMPTY : common;
    }

    /// The smallest area that holds both.
    Area and(Area other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        return new Area(
                Math.min(left, other.left),
                Math.min(top, other.top),
                Math.max(right, other.right),
                Math.max(bottom, other.bottom));
    }
}
