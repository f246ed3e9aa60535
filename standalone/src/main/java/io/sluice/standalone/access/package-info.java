/// How a command reaches what is a server's, Kafka above all, whether the server runs or not:
/// [io.sluice.standalone.access.BrokerAccess].
@NullMarked
package io.sluice.standalone.access;

import org.jspecify.annotations.NullMarked;
