package io.sluice.view;

/// What was applied since the index was last refreshed, in two maps of which the younger is still being filled.
///
/// The older one covers what a refresh that is under way is about to show; once it is shown, the older one is empty.
/// Readers take this pair first and the index second, so whatever the index does not show yet is in the pair. Both
/// say the same about what is in both, and the younger is right where they differ.
record Generations<G>(G younger, G older) {}
