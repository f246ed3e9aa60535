package io.sluice.view;

/// An exception for a page whose images exceed the memory that a page may take, because of their metadata.
public final class PageTooLargeException extends RuntimeException {

    private final int limit;

    public PageTooLargeException(int limit) {
        super("a page may have at most " + limit + " of these images");
        this.limit = limit;
    }

    /// Returns the maximum number of images that the page can have.
    public int limit() {
        return limit;
    }
}
