package io.sluice.lab.bench.profile;

import java.util.List;
import java.util.stream.Stream;

/// A stage of an upload. A sample belongs to a stage by the name of its thread, and where one thread does the
/// work of several stages, by the classes on its stack.
enum Stage {
    HTTP("HTTP: request, multipart, answer"),
    STAGING("staging in the store"),
    PRODUCE("upload and catalog commands onto Kafka"),
    QUEUE("queue: reading, order, commit"),
    WORK("work: identify, register"),
    CATALOG("catalog: decision, outcome, image"),
    IMAGES("index of images"),
    OPERATIONS("outcomes and index of operations"),
    WEBHOOKS("webhooks"),
    OTHER_FOLLOWERS("jobs, retries, accounts, usage"),
    BROKER("broker"),
    OTHER("other threads");

    private static final List<String> HTTP_THREADS = List.of("sluice-http", "sluice-door");
    private static final List<String> BROKER_THREADS = List.of(
            "data-plane-",
            "executor-",
            "ExpirationReaper",
            "group-coordinator",
            "share-",
            "kafka-log",
            "kafka-scheduler",
            "quorum-",
            "raft-",
            "broker-",
            "controller-",
            "kafka-1-");

    final String title;

    Stage(String title) {
        this.title = title;
    }

    /// Returns the stage of a sample.
    ///
    /// @param thread  name of the thread
    /// @param classes names of the classes on its stack
    static Stage of(String thread, List<String> classes) {
        if (startsWith(thread, HTTP_THREADS)) {
            return ofRequest(classes);
        }
        // the clients of a topology have its name in theirs
        if (thread.contains("sluice-catalog-")) {
            return CATALOG;
        }
        if (thread.contains("webhook")) {
            return WEBHOOKS;
        }
        if (thread.contains("sluice-jobs-") || thread.contains("sluice-retries-")) {
            return OTHER_FOLLOWERS;
        }
        return ofOwnThread(thread);
    }

    private static Stage ofRequest(List<String> classes) {
        if (classes.stream().anyMatch(name -> name.startsWith("io.sluice.store."))) {
            return STAGING;
        }
        var produces = Stream.of("io.sluice.kafka.KafkaPublisher", "org.apache.kafka.clients.producer.");
        return produces.anyMatch(prefix -> classes.stream().anyMatch(name -> name.startsWith(prefix))) ? PRODUCE : HTTP;
    }

    private static Stage ofOwnThread(String thread) {
        if (startsWith(thread, List.of("catalog-view", "catalog-index"))) {
            return IMAGES;
        }
        if (startsWith(thread, List.of("operation-view", "operations-index"))) {
            return OPERATIONS;
        }
        if (thread.endsWith("-view")) {
            return OTHER_FOLLOWERS;
        }
        if (startsWith(thread, List.of("sluice-direct", "sluice-fetch", "sluice-convert", "sluice-identify"))) {
            return WORK;
        }
        if (thread.contains("sluice-upload")) {
            return QUEUE;
        }
        if (startsWith(thread, List.of("kafka-producer-network-thread", "sluice-publisher"))) {
            return PRODUCE;
        }
        return startsWith(thread, BROKER_THREADS) ? BROKER : OTHER;
    }

    private static boolean startsWith(String thread, List<String> prefixes) {
        return prefixes.stream().anyMatch(thread::startsWith);
    }
}
