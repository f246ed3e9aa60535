package io.sluice.lab.storm.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.image.BinaryHash;
import io.sluice.image.Sha1;
import io.sluice.lab.storm.expected.Picture;
import io.sluice.lab.storm.expected.Tenant;
import io.sluice.lab.storm.expected.Violations;
import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The comparison of an organization's images at the nodes with the responses to its clients, image by image
/// and byte by byte.
final class CatalogCheck {

    private static final int PAGE = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Tenant tenant;
    private final Violations violations;

    /// The images of a node, by their hashes.
    private record Shown(Map<String, JsonNode> live, Map<String, JsonNode> deleted) {}

    /// @param violations receives the violations
    CatalogCheck(Tenant tenant, Violations violations) {
        this.tenant = tenant;
        this.violations = violations;
    }

    /// @return number of downloaded images
    int run() throws IOException, InterruptedException {
        var shown = agreed(tenant.nodes());
        var copies = agreed(tenant.copies());
        for (var picture : tenant.all()) {
            checkPlace(picture, shown);
            checkCopy(picture, copies);
        }
        checkKnown(tenant.name(), shown);
        checkKnown(tenant.copiesName(), copies);
        return download(tenant.nodes(), shown) + download(tenant.copies(), copies);
    }

    /// Returns the images of all nodes, once they are the same.
    private Shown agreed(List<SluiceClient> nodes) throws IOException, InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var shown = new ArrayList<Shown>();
            for (var node : nodes) {
                shown.add(new Shown(walk(node, "&deleted=false"), walk(node, "&deleted=true")));
            }
            if (new HashSet<>(shown).size() == 1) {
                return shown.getFirst();
            }
            if (System.nanoTime() > end) {
                violations.wrong("the nodes show different images of "
                        + nodes.getFirst().endpoint().organization() + ": "
                        + shown.stream()
                                .map(one -> one.live.size() + " live, " + one.deleted.size() + " deleted")
                                .toList());
                return shown.getFirst();
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static Map<String, JsonNode> walk(SluiceClient node, String filter)
            throws IOException, InterruptedException {
        var images = new HashMap<String, JsonNode>();
        var cursor = "";
        do {
            var page = node.list("?limit=" + PAGE + filter + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .expect(200)
                    .json();
            page.path("items").forEach(image -> images.put(image.path("hash").asText(), image));
            cursor = page.path("cursor").asText("");
        } while (!cursor.isEmpty());
        return images;
    }

    private void checkPlace(Picture picture, Shown shown) {
        var hash = picture.hash().value();
        var live = shown.live.get(hash);
        var deleted = shown.deleted.get(hash);
        if (live != null && !picture.live().allows(true)) {
            violations.wrong(picture.expected() + " of " + tenant.name() + " is live");
        }
        if (live == null && picture.registered() && !picture.live().allows(false)) {
            violations.lost(
                    picture.expected() + " of " + tenant.name() + (deleted == null ? " is lost" : " is deleted"));
        } else if (live == null && deleted == null && picture.registered()) {
            violations.lost(picture.expected() + " of " + tenant.name() + " is neither live nor deleted");
        }
        var image = live == null ? deleted : live;
        if (image != null && !picture.explains(image)) {
            violations.wrong(picture.expected() + " of " + tenant.name() + " is shown as " + image);
        }
    }

    private void checkCopy(Picture picture, Shown copies) {
        var there = copies.live.containsKey(picture.hash().value());
        if (!picture.copied().allows(there)) {
            var text = picture.expected() + " of " + tenant.name() + (there ? " was" : " was not") + " copied";
            if (there) {
                violations.wrong(text);
            } else {
                violations.lost(text);
            }
        }
    }

    private void checkKnown(String organization, Shown shown) {
        var known = new HashSet<String>();
        tenant.all().forEach(picture -> known.add(picture.hash().value()));
        for (var images : List.of(shown.live, shown.deleted)) {
            images.keySet().stream()
                    .filter(hash -> !known.contains(hash))
                    .forEach(hash -> violations.wrong("image " + hash + " of " + organization + " was never uploaded"));
        }
    }

    /// Downloads from each node in turn.
    private int download(List<SluiceClient> nodes, Shown shown) throws IOException, InterruptedException {
        var count = 0;
        for (var image : shown.live.entrySet()) {
            var node = nodes.get(count++ % nodes.size());
            var answer = node.download(image.getKey(), Map.of());
            if (answer.status() != 200) {
                violations.lost("the bytes of image " + image.getKey() + " of "
                        + node.endpoint().organization() + " are not there: " + answer.text());
                continue;
            }
            var digest = Sha1.digest();
            digest.update(answer.body().toArray());
            if (!BinaryHash.of(digest)
                    .value()
                    .equals(image.getValue().path("binary_hash").asText())) {
                violations.wrong("image " + image.getKey() + " of "
                        + node.endpoint().organization() + " has other bytes than were uploaded");
            }
        }
        return count;
    }
}
