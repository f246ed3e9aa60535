package io.sluice.catalog;

import static io.sluice.catalog.Commands.blob;
import static io.sluice.catalog.Commands.metadata;
import static io.sluice.catalog.Commands.register;
import static io.sluice.catalog.Commands.signUp;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.BlobPurge;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Outcome;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Random commands, decided once without and once with crashes, must come to the same.
///
/// A crash sends the catalog back to its last commit. The state it then finds is ahead of that, and each store by an
/// amount of its own: what its changelog got, over what RocksDB happened to have written.
class CrashReplayTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final List<Organization> ORGANIZATIONS =
            List.of(new Organization("acme"), new Organization("acme-2"), new Organization("zebra"));
    private static final int COMMANDS = 80;
    private static final int SEEDS = 100;
    private static final List<Integer> BINARIES = binariesOfSimilarHashes();

    @Test
    void crashesChangeNothing() {
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var commands = commands(random);
            var calm = new Run(commands).withoutCrashes();

            var stormy = new Run(commands).withCrashes(random);

            assertThat(stormy.replays).as("replays, seed %d", seed).isPositive();
            assertThat(stormy.state).as("state, seed %d", seed).isEqualTo(calm.state);
            assertThat(stormy.purged).as("purged blobs, seed %d", seed).isEqualTo(calm.purged);
            assertSameOutcomes(seed, calm, stormy);
        }
    }

    @Test
    void noReplayUndoesALaterChangeEvenForAMoment() {
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);

            var run = new Run(commands(random)).withCrashes(random);

            assertThat(run.stepsBack).as("seed %d", seed).isZero();
        }
    }

    @Test
    void noBlobIsBothPurgedAndPublished() {
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);

            var run = new Run(commands(random)).withCrashes(random);

            assertThat(run.purged).as("seed %d", seed).isNotEmpty().doesNotContainAnyElementsOf(run.published);
        }
    }

    @Test
    void shortHashesAreUniqueAndNeverChange() {
        var longer = 0;
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);

            var run = new Run(commands(random)).withCrashes(random);

            assertThat(run.shortHashes.values())
                    .as("seed %d", seed)
                    .allSatisfy(it -> assertThat(it).hasSize(1));
            assertThat(run.shortHashes.values().stream().flatMap(Set::stream))
                    .as("seed %d", seed)
                    .doesNotHaveDuplicates();
            longer += (int) run.shortHashes.values().stream()
                    .flatMap(Set::stream)
                    .filter(it -> it.length() - it.indexOf('/') > 7)
                    .count();
        }
        assertThat(longer).as("short hashes of more than 6 digits").isPositive();
    }

    private static void assertSameOutcomes(int seed, Run calm, Run stormy) {
        for (var i = 0; i < COMMANDS; i++) {
            var expected = gist(calm.outcomes.get(i).getFirst());
            assertThat(stormy.outcomes.get(i))
                    .as("outcomes of command %d, seed %d", i, seed)
                    .isNotEmpty()
                    .allSatisfy(outcome -> assertThat(gist(outcome)).isEqualTo(expected));
        }
    }

    /// Of an outcome what may not depend on crashes: an image may be told in the state of a later command.
    private static Object gist(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Registered it ->
                List.of(
                        it.created(),
                        it.image().hash(),
                        it.image().shortHash(),
                        it.image().blob());
            default -> outcome;
        };
    }

    private static List<CatalogCommand> commands(Random random) {
        var commands = new ArrayList<CatalogCommand>();
        for (var i = 0; i < COMMANDS; i++) {
            var organization = ORGANIZATIONS.get(random.nextInt(ORGANIZATIONS.size()));
            var binary = BINARIES.get(random.nextInt(BINARIES.size()));
            commands.add(
                    switch (random.nextInt(12)) {
                        case 0, 1 -> signUp("op-" + i, organization);
                        case 2 ->
                            // redelivered: an earlier operation again, its bytes stored a second time
                            commands.isEmpty()
                                            || !(commands.get(random.nextInt(i))
                                                    instanceof CatalogCommand.Register earlier)
                                    ? signUp("op-" + i, organization)
                                    : register(
                                            earlier.operation().value(),
                                            earlier.organization(),
                                            Integer.parseInt(
                                                    earlier.binaryHash().value(), 16),
                                            earlier.userMetadata(),
                                            blob(earlier.organization(), "again-" + i));
                        default -> register("op-" + i, organization, binary, metadata(fields(random)));
                    });
        }
        return commands;
    }

    private static Map<String, Integer> fields(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Map.of();
            case 1 -> Map.of("rating", random.nextInt(3));
            case 2 -> Map.of("stock", random.nextInt(3));
            default -> Map.of("rating", random.nextInt(3), "stock", random.nextInt(3));
        };
    }

    /// Binaries whose image hashes share their first six digits with that of another one, and a few more.
    private static List<Integer> binariesOfSimilarHashes() {
        var byPrefix = new HashMap<String, Integer>();
        var found = new ArrayList<>(IntStream.range(0, 6).boxed().toList());
        for (var binary = 0; found.size() < 16; binary++) {
            var hash = ImageHash.of(new BinaryHash("%040x".formatted(binary)), DynamicMetadata.NONE, false);
            var similar = byPrefix.put(hash.value().substring(0, 6), binary);
            if (similar != null) {
                found.add(similar);
                found.add(binary);
            }
        }
        return found;
    }

    /// One way through the commands.
    private static final class Run {

        final List<CatalogCommand> commands;
        final Map<Integer, List<Outcome>> outcomes = new HashMap<>();
        final Map<String, Set<String>> shortHashes = new HashMap<>();
        final Set<BlobKey> published = new HashSet<>();
        final Set<BlobKey> purged = new HashSet<>();
        InMemoryCatalog state = new InMemoryCatalog();
        int replays;
        int stepsBack;

        Run(List<CatalogCommand> commands) {
            this.commands = commands;
        }

        Run withoutCrashes() {
            for (var i = 0; i < commands.size(); i++) {
                decide(i);
            }
            return this;
        }

        Run withCrashes(Random random) {
            var history = new TreeMap<Integer, InMemoryCatalog>(Map.of(0, state.copy()));
            var committed = 0;
            var crashes = 0;
            for (var i = 0; i < commands.size(); ) {
                decide(i);
                i++;
                history.put(i, state.copy());
                if (random.nextInt(10) == 0) {
                    committed = i;
                } else if (random.nextInt(6) == 0 && crashes++ < 30) {
                    state = remains(random, history, committed, i);
                    history.put(committed, state.copy());
                    i = committed;
                }
            }
            return this;
        }

        private void decide(int index) {
            var command = commands.get(index);
            var decision = new Decisions(state).decide(command, index + 1, NOW);
            for (var change : decision.changes()) {
                if (change instanceof StateChange.PutImage(var written)) {
                    publish(written.image());
                }
                state.write(change);
            }
            decision.purges().stream().map(BlobPurge::blob).forEach(purged::add);
            replays += outcomes.containsKey(index) ? 1 : 0;
            outcomes.computeIfAbsent(index, _ -> new ArrayList<>()).add(decision.outcome());
        }

        private void publish(SourceImage image) {
            var before = state.image(image.organization(), image.hash());
            stepsBack += before.isPresent() && before.get().image().revision() > image.revision() ? 1 : 0;
            published.add(image.blob());
            shortHashes
                    .computeIfAbsent(image.organization() + "/" + image.hash(), _ -> new HashSet<>())
                    .add(image.organization() + "/" + image.shortHash());
        }

        private static InMemoryCatalog remains(
                Random random, Map<Integer, InMemoryCatalog> history, int committed, int crashed) {
            var at = IntStream.range(0, 6)
                    .map(_ -> random.nextInt(committed, crashed + 1))
                    .mapToObj(history::get)
                    .toList();
            var base = history.get(committed);
            return new InMemoryCatalog(
                    remains(base.images(), at.get(0).images(), at.get(1).images()),
                    remains(
                            base.organizations(),
                            at.get(2).organizations(),
                            at.get(3).organizations()),
                    remains(base.users(), at.get(4).users(), at.get(5).users()));
        }

        /// The store as RocksDB had written it, with what the changelog got since the commit restored over it.
        private static <V> TreeMap<String, V> remains(
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
}
