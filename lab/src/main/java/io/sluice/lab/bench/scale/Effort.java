package io.sluice.lab.bench.scale;

/// How much is done to measure a server.
///
/// @param warmUp  uploads before the measured ones
/// @param uploads measured uploads at 8 at once; a quarter of them one at a time
/// @param reads   measured requests for pages of each kind
/// @param copied  images that are copied
record Effort(int warmUp, int uploads, int reads, int copied) {}
