/// The use of Kafka: topics ([io.sluice.kafka.Topics]), their JSON, publishers, and clients with the settings
/// that this project needs.
@NullMarked
package io.sluice.kafka;

import org.jspecify.annotations.NullMarked;
