package io.sluice.view.lucene;

/// The changes since the last refresh of the index, in two generations of which the younger is still growing.
///
/// The older one covers what a running refresh is about to show; after the refresh it is empty. Readers read
/// this pair first and the index second, so whatever the index does not show yet is in the pair. Where both
/// contain a key, the younger is newer and applies.
public record Generations<G>(G younger, G older) {}
