package io.sluice.catalog;

import static java.util.stream.Collectors.toSet;

import io.sluice.catalog.edit.Numbering;
import io.sluice.catalog.state.StateChange;
import io.sluice.command.BlobPurge;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Outcome;
import io.sluice.image.BlobKey;
import io.sluice.image.SourceImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// One way through the commands.
final class CrashRun {

    final List<CatalogCommand> commands;
    final Map<Integer, List<Outcome>> outcomes = new HashMap<>();
    final Map<String, Set<String>> shortHashes = new HashMap<>();
    final Map<String, SourceImage> published = new TreeMap<>();
    final List<String> revisions = new ArrayList<>();
    final Set<BlobKey> purged = new HashSet<>();
    InMemoryCatalog state = new InMemoryCatalog();
    /// The states since the last commit, each with one record more than the one before.
    private final List<InMemoryCatalog> history = new ArrayList<>();

    /// How many of the commands have been decided at least once.
    private long decided;

    int replays;
    int stepsBack;

    CrashRun(List<CatalogCommand> commands) {
        this.commands = commands;
    }

    CrashRun withoutCrashes() {
        for (var i = 0; i < commands.size(); i++) {
            decide(i);
        }
        return this;
    }

    CrashRun withCrashes(Random random) {
        history.add(state.copy());
        var committed = 0;
        var crashes = 0;
        for (var i = 0; i < commands.size(); ) {
            decide(i);
            i++;
            if (random.nextInt(12) == 0) {
                committed = i;
                history.clear();
                history.add(state.copy());
            } else if (random.nextInt(6) == 0 && crashes++ < 30) {
                state = remains(random);
                history.clear();
                history.add(state.copy());
                i = committed;
            }
        }
        state = state.settled();
        return this;
    }

    Set<BlobKey> publishedBlobs() {
        return published.values().stream().map(SourceImage::blob).collect(toSet());
    }

    void decide(int index) {
        decided = Math.max(decided, index + 1L);
        var command = commands.get(index);
        var before = state.copy();
        var decision = new Decisions(state).decide(command, (index + 1L) * Numbering.STEP, CrashReplayTest.NOW);
        for (var change : decision.changes()) {
            state.write(change);
            if (!history.isEmpty()) {
                history.add(state.copy());
            }
        }
        for (var change : decision.changes()) {
            if (change instanceof StateChange.PublishImage(var image)) {
                publish(image, before);
            } else if (change instanceof StateChange.PublishTombstone(var organization, var hash)) {
                published.remove(organization + "/" + hash);
            }
        }
        decision.purges().stream().map(BlobPurge::blob).forEach(purged::add);
        replays += outcomes.containsKey(index) ? 1 : 0;
        outcomes.computeIfAbsent(index, _ -> new ArrayList<>()).add(decision.outcome());
    }

    private void publish(SourceImage image, InMemoryCatalog before) {
        var known = before.variant(image.organization(), image.hash());
        stepsBack += known.isPresent() && known.get().image().revision() > image.revision() ? 1 : 0;
        var name = image.organization() + "/" + image.hash();
        var last = published.put(name, image);
        if (last == null || last.revision() != image.revision()) {
            revisions.add(image.organization() + "@" + image.revision());
        }
        shortHashes.computeIfAbsent(name, _ -> new HashSet<>()).add(image.organization() + "/" + image.shortHash());
    }

    private InMemoryCatalog remains(Random random) {
        var at = IntStream.range(0, 8)
                .map(_ -> random.nextInt(history.size()))
                .mapToObj(history::get)
                .toList();
        var base = history.getFirst();
        return new InMemoryCatalog(
                remains(base.binaries(), at.get(0).binaries(), at.get(1).binaries()),
                remains(base.hashes(), at.get(2).hashes(), at.get(3).hashes()),
                remains(
                        base.organizations(),
                        at.get(4).organizations(),
                        at.get(5).organizations()),
                remains(base.users(), at.get(6).users(), at.get(7).users()),
                remains(base.refusals(), at.get(7).refusals(), at.get(6).refusals()),
                decided * Numbering.STEP);
    }

    /// The store as RocksDB had written it, with what the changelog got since the commit restored over it.
    private static <V> NavigableMap<String, V> remains(
            Map<String, V> committed, Map<String, V> written, Map<String, V> logged) {
        var result = new TreeMap<>(written);
        logged.forEach((key, value) -> {
            if (!value.equals(committed.get(key))) {
                result.put(key, value);
            }
        });
        return result;
    }
}
