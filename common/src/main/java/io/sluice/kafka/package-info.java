/// How Sluice uses Kafka: its topics ([io.sluice.kafka.Topics]), the JSON on them, and clients set up the one right
/// way.
@NullMarked
package io.sluice.kafka;

import org.jspecify.annotations.NullMarked;
