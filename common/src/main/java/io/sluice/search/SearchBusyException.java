package io.sluice.search;

/// An exception for a search that this node cannot complete now, because it and others take too much time.
public final class SearchBusyException extends RuntimeException {

    /// @param message one sentence for the caller
    public SearchBusyException(String message) {
        super(message);
    }
}
