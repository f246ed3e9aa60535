/// Sluice as a client sees it: [io.sluice.standalone.client.SluiceClient] speaks HTTP to a server, the one
/// that was just started or any other. The demonstration, the bulk ingest, the benchmark and the end-to-end
/// tests come in here.
@NullMarked
package io.sluice.standalone.client;

import org.jspecify.annotations.NullMarked;
