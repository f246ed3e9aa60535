/// Kafka inside the JVM: [io.sluice.standalone.broker.EmbeddedBroker], a real broker and controller on the loopback
/// address, for everybody who has no cluster yet.
@NullMarked
package io.sluice.standalone.broker;

import org.jspecify.annotations.NullMarked;
