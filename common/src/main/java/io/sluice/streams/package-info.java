/// How the services run Kafka Streams: one [io.sluice.streams.StreamsApplication] per topology, set up for short
/// delays, bounded memory and a quick return after a crash; and [io.sluice.streams.DeadLetters] for records that
/// cannot be done.
@NullMarked
package io.sluice.streams;

import org.jspecify.annotations.NullMarked;
