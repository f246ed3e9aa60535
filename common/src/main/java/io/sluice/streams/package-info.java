/// The use of Kafka Streams: one [io.sluice.streams.StreamsApplication] per topology, configured for short
/// delays, bounded memory and a quick restart after a crash; and [io.sluice.streams.DeadLetters] for records
/// that cannot be processed.
@NullMarked
package io.sluice.streams;

import org.jspecify.annotations.NullMarked;
