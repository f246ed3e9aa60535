/// Running Kafka Streams: one [io.sluice.streams.StreamsApplication] per topology, configured for short
/// delays, bounded memory and a quick restart after a crash.
@NullMarked
package io.sluice.streams;

import org.jspecify.annotations.NullMarked;
