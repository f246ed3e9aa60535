/// Administration of Kafka: creates and checks topics ([io.sluice.kafka.admin.TopicProvisioner]) and sets up
/// groups.
@NullMarked
package io.sluice.kafka.admin;

import org.jspecify.annotations.NullMarked;
