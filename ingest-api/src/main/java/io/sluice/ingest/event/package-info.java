/// Server-sent events about an organization: [io.sluice.ingest.event.EventLog] remembers what has changed lately,
/// [io.sluice.ingest.event.EventRoute] streams it to clients.
@NullMarked
package io.sluice.ingest.event;

import org.jspecify.annotations.NullMarked;
