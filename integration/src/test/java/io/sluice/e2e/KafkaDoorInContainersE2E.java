package io.sluice.e2e;

/// All of [KafkaDoorE2E] with Kafka and the store in containers.
@InContainers
class KafkaDoorInContainersE2E extends KafkaDoorE2E {}
