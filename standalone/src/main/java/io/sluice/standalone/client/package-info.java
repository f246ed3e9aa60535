/// The HTTP client: [io.sluice.standalone.client.SluiceClient] sends requests to a local or remote server.
/// Used by the demonstration, the bulk ingest, the benchmarks and the end-to-end tests.
@NullMarked
package io.sluice.standalone.client;

import org.jspecify.annotations.NullMarked;
