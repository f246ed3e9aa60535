/// The check of whether the Kafka cluster answers: [io.sluice.kafka.monitor.KafkaMonitor].
@NullMarked
package io.sluice.kafka.monitor;

import org.jspecify.annotations.NullMarked;
