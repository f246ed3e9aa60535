/// Kafka inside the JVM: [io.sluice.standalone.broker.EmbeddedBroker], a real broker and controller on the
/// loopback address, for use without a cluster.
@NullMarked
package io.sluice.standalone.broker;

import org.jspecify.annotations.NullMarked;
