/// How a command reaches what is a server's, Kafka above all, whether the server runs or not:
/// [io.sluice.standalone.access.BrokerAccess] finds the broker, and
/// [io.sluice.standalone.access.TopicReader] reads what is on its topics.
@NullMarked
package io.sluice.standalone.access;

import org.jspecify.annotations.NullMarked;
