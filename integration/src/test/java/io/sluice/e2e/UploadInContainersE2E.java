package io.sluice.e2e;

/// All of [UploadE2E] with Kafka and the store in containers.
@InContainers
class UploadInContainersE2E extends UploadE2E {}
