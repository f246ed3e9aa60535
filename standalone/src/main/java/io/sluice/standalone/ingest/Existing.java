package io.sluice.standalone.ingest;

import io.sluice.image.BinaryHash;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.client.UnexpectedAnswerException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A query of the images that an organization has.
record Existing(SluiceClient client) {

    /// Conditions of one search; the server allows 50.
    private static final int CONDITIONS = 50;

    /// Returns those of `binaryHashes` that exist, each with the hash of its newest image, which is empty when
    /// the API key may not read it. This only saves work: without a response the result is empty, so all files
    /// are uploaded, which reveals the cause.
    Map<BinaryHash, String> among(Set<BinaryHash> binaryHashes) throws InterruptedException {
        try {
            if (binaryHashes.isEmpty()) {
                return Map.of();
            }
            var existing = List.copyOf(client.existing(binaryHashes));
            var images = new HashMap<BinaryHash, String>();
            existing.forEach(hash -> images.put(hash, ""));
            for (var from = 0; from < existing.size(); from += CONDITIONS) {
                find(existing.subList(from, Math.min(existing.size(), from + CONDITIONS)), images);
            }
            return images;
        } catch (IOException | UnexpectedAnswerException _) {
            return Map.of();
        }
    }

    private void find(List<BinaryHash> some, Map<BinaryHash, String> images) throws IOException, InterruptedException {
        var conditions =
                some.stream().map(hash -> "&binaryhash=" + hash.value()).collect(Collectors.joining());
        // the oldest first, so that the newest remains in the map
        var answer = client.list("?operator=or&sort=created&limit=1000" + conditions);
        if (answer.status() == 200) {
            answer.json()
                    .path("items")
                    .forEach(image -> images.put(
                            new BinaryHash(image.path("binary_hash").asText()),
                            image.path("hash").asText()));
        }
    }
}
