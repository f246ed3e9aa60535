package io.sluice.standalone.ingest;

import io.sluice.image.BinaryHash;
import io.sluice.kafka.Json;
import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// A comparison of a checkpoint with the server, which may have lost or deleted images since.
final class Recheck {

    /// The server allows 1,000.
    private static final int BATCH = 1000;

    private final SluiceClient client;
    private final Checkpoint checkpoint;
    private final Map<Long, BinaryHash> batch = new HashMap<>();
    private final Set<Long> missing = new HashSet<>();
    private final Set<Long> present = new HashSet<>();

    Recheck(SluiceClient client, Checkpoint checkpoint) {
        this.client = client;
        this.checkpoint = checkpoint;
    }

    /// The numbers of completed items.
    record Findings(long present, long missing) {}

    /// Compares all completed items. The checkpoint forgets those whose bytes the organization does not have.
    Findings all() throws IOException, InterruptedException {
        try (var lines = Files.newBufferedReader(checkpoint.path())) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (Checkpoint.isCompleted(line)) {
                    add(
                            Checkpoint.fingerprint(line),
                            Json.MAPPER.readTree(line).path("binary_hash").asText());
                }
            }
        }
        query();
        checkpoint.forget(missing);
        return new Findings(present.size(), missing.size());
    }

    /// Compares the latest completed items, at most 100, without a change of the checkpoint. Also without any, the
    /// server is asked, so that one that cannot be reached or refuses the API key is noticed before the run.
    Findings latest() throws IOException, InterruptedException {
        var key = 0L;
        for (var line : checkpoint.latest()) {
            add(key++, line.path("binary_hash").asText());
        }
        query();
        return new Findings(present.size(), missing.size());
    }

    private void add(long key, String binaryHash) throws IOException, InterruptedException {
        if (binaryHash.isEmpty()) {
            missing.add(key);
            return;
        }
        batch.put(key, new BinaryHash(binaryHash));
        if (batch.size() == BATCH) {
            query();
        }
    }

    private void query() throws IOException, InterruptedException {
        var existing = client.existing(Set.copyOf(batch.values()));
        batch.forEach((key, hash) -> (existing.contains(hash) ? present : missing).add(key));
        batch.clear();
    }
}
