/// Access to the resources of a server, whether it runs or not: [io.sluice.standalone.access.BrokerAccess]
/// connects to Kafka, [io.sluice.standalone.access.TopicReader] reads its topics.
@NullMarked
package io.sluice.standalone.access;

import org.jspecify.annotations.NullMarked;
