package io.sluice.catalog;

import static io.sluice.catalog.Commands.ACCEPTED;
import static io.sluice.catalog.Commands.blob;
import static io.sluice.catalog.Commands.hash;
import static io.sluice.catalog.Commands.metadata;
import static io.sluice.catalog.Commands.register;
import static io.sluice.catalog.Commands.signUp;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.sluice.account.Role;
import io.sluice.account.UserId;
import io.sluice.command.AccountCommand;
import io.sluice.command.CatalogCommand;
import io.sluice.command.DeletionCommand;
import io.sluice.command.EditCommand.EditDynamicMetadata.Previous;
import io.sluice.command.MetadataEdit;
import io.sluice.command.Outcome;
import io.sluice.command.RegistrationCommand;
import io.sluice.command.Slice;
import io.sluice.image.BinaryHash;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Random commands, decided with and without crashes, must have the same results.
///
/// A crash returns the catalog to its last commit. Its state is then newer than the commit, and each store by
/// a different number of records: those in its changelog, and those that RocksDB happened to write.
class CrashReplayTest {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final List<Organization> ORGANIZATIONS =
            List.of(new Organization("acme"), new Organization("acme-2"), new Organization("zebra"));
    private static final int COMMANDS = 80;
    private static final int SEEDS = 100;
    private static final List<Integer> BINARIES = binariesOfSimilarHashes();

    @Test
    void crashesDoNotChangeTheResult() {
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var commands = commands(random);
            var calm = new CrashRun(commands).withoutCrashes();

            var stormy = new CrashRun(commands).withCrashes(random);

            assertThat(stormy.replays).as("replays, seed %d", seed).isPositive();
            assertThat(stormy.state).as("state, seed %d", seed).isEqualTo(calm.state);
            assertThat(stormy.purged).as("purged blobs, seed %d", seed).isEqualTo(calm.purged);
            assertSameOutcomes(seed, calm, stormy);
        }
    }

    @Test
    void noReplayRevertsALaterChange() {
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);

            var run = new CrashRun(commands(random)).withCrashes(random);

            assertThat(run.stepsBack).as("seed %d", seed).isZero();
        }
    }

    @Test
    void noImageFinallyRefersToAPurgedBlob() {
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var commands = commands(random);
            var calm = new CrashRun(commands).withoutCrashes();

            var run = new CrashRun(commands).withCrashes(random);

            assertThat(run.published).as("seed %d", seed).isEqualTo(calm.published);
            assertThat(run.purged).as("seed %d", seed).isNotEmpty();
            assertThat(run.publishedBlobs()).as("seed %d", seed).noneMatch(run.purged::contains);
        }
    }

    @Test
    void withoutACrashNoPublishedImageRefersToAPurgedBlob() {
        for (var seed = 0; seed < SEEDS; seed++) {
            var run = new CrashRun(commands(new Random(seed)));
            for (var i = 0; i < COMMANDS; i++) {
                run.decide(i);

                assertThat(run.publishedBlobs())
                        .as("command %d, seed %d", i, seed)
                        .noneMatch(run.purged::contains);
            }
        }
    }

    @Test
    void assignsUniqueRevisionsInAnOrganization() {
        for (var seed = 0; seed < SEEDS; seed++) {
            var run = new CrashRun(commands(new Random(seed))).withoutCrashes();

            assertThat(run.revisions).as("seed %d", seed).doesNotHaveDuplicates();
        }
    }

    @Test
    void everyKindOfCommandHasEveryKindOfOutcome() {
        var seen = new TreeSet<String>();
        for (var seed = 0; seed < SEEDS; seed++) {
            var run = new CrashRun(commands(new Random(seed))).withoutCrashes();
            run.outcomes.forEach((index, outcomes) ->
                    seen.add(run.commands.get(index).getClass().getSimpleName() + ": " + kind(outcomes.getFirst())));
        }

        assertThat(seen)
                .contains(
                        "Register: created",
                        "Register: merged",
                        "Register: unknown-organization",
                        "RegisterCopies: Copied",
                        "RegisterCopies: unknown-organization",
                        "Delete: Deleted",
                        "DeleteBinary: Deleted",
                        "DeleteBinary: image-locked",
                        "DeleteBinary: not-found",
                        "Restore: CHANGED",
                        "Restore: UNCHANGED",
                        "Restore: not-found",
                        "Restore: forbidden",
                        "Purge: Purged",
                        "Rename: CHANGED",
                        "Rename: UNCHANGED",
                        "Rename: not-found",
                        "Lock: CHANGED",
                        "Lock: UNCHANGED",
                        "Protect: CREATED",
                        "Protect: CHANGED",
                        "Protect: UNCHANGED",
                        "EditUserMetadata: CHANGED",
                        "EditUserMetadata: UNCHANGED",
                        "EditDynamicMetadata: CREATED",
                        "EditDynamicMetadata: CHANGED",
                        "EditDynamicMetadata: UNCHANGED",
                        "EditDynamicMetadata: image-locked",
                        "SetMembership: CREATED",
                        "SetMembership: CHANGED",
                        "SetMembership: UNCHANGED",
                        "SetMembership: last-admin",
                        "RemoveMembership: REMOVED",
                        "RemoveMembership: not-found",
                        "RemoveMembership: last-admin",
                        "AddMember: CREATED",
                        "CreateUser: CREATED",
                        "SetWebhook: CREATED",
                        "SetWebhook: CHANGED",
                        "SetWebhook: UNCHANGED",
                        "RemoveWebhook: REMOVED",
                        "RemoveWebhook: not-found",
                        "AddApiKey: CREATED",
                        "RemoveApiKey: not-found",
                        "CreateOrganization: organization-taken",
                        "CreateOrganization: OrganizationCreated",
                        "SignUp: SignedUp",
                        "SignUp: organization-taken");
    }

    @Test
    void shortHashesAreUniqueAndNeverChange() {
        var longer = 0;
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);

            var run = new CrashRun(commands(random)).withCrashes(random);

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

    private static void assertSameOutcomes(int seed, CrashRun calm, CrashRun stormy) {
        for (var i = 0; i < COMMANDS; i++) {
            var expected = gist(requireNonNull(calm.outcomes.get(i)).getFirst());
            assertThat(stormy.outcomes.get(i))
                    .as("outcomes of command %d, seed %d", i, seed)
                    .isNotEmpty()
                    .allSatisfy(outcome -> assertThat(gist(outcome)).isEqualTo(expected));
        }
    }

    private static String kind(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Registered it -> it.created() ? "created" : "merged";
            case Outcome.Changed it -> it.effect().name();
            case Outcome.MembershipChanged it -> it.effect().name();
            case Outcome.ApiKeysChanged it -> it.effect().name();
            case Outcome.WebhookChanged it -> it.effect().name();
            case Outcome.Rejected it -> it.reason().code();
            default -> outcome.getClass().getSimpleName();
        };
    }

    /// Returns the parts of an outcome that crashes may not change: an image may be reported in the state
    /// after a later command.
    private static Object gist(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Registered it ->
                List.of(it.created(), it.image().hash(), it.image().shortHash());
            case Outcome.Changed it ->
                List.of(it.effect(), it.image().hash(), it.image().shortHash());
            case Outcome.Deleted it -> List.of(it.deleted(), it.notFound(), it.locked());
            case Outcome.Copied it -> List.of(it.created(), it.existing(), it.notFound(), it.failed());
            case Outcome.SignedUp it -> List.of(it.account().id(), it.user());
            case Outcome.OrganizationCreated it -> it.account().id();
            default -> outcome;
        };
    }

    private static List<CatalogCommand> commands(Random random) {
        var commands = new ArrayList<CatalogCommand>();
        for (var i = 0; i < COMMANDS; i++) {
            // each run has a focus, so that several commands concern the same images
            commands.add(command(random, commands, "op-" + i, ORGANIZATIONS.get(random.nextInt(i < 10 ? 3 : 2))));
        }
        return commands;
    }

    private static CatalogCommand command(
            Random random, List<CatalogCommand> before, String operation, Organization organization) {
        var binary = BINARIES.get(random.nextInt(random.nextInt(4) == 0 ? BINARIES.size() : 3));
        var hash = anyHash(random, binary);
        var user = anyUser(random, before);
        return switch (random.nextInt(29)) {
            case 0 -> signUp(operation, organization);
            case 1 ->
                random.nextBoolean()
                        ? signUp(operation, organization)
                        : Commands.createOrganization(operation, organization, user);
            case 2, 3 -> again(random, before, operation, organization);
            case 4, 5, 6 -> register(operation, organization, binary, metadata(fields(random)));
            case 7 -> Commands.register(operation, organization, binary, dynamic(random), random.nextBoolean());
            case 8, 9 -> copies(random, operation, organization);
            case 10, 11 ->
                Commands.delete(
                        operation, organization, slice(random), hash, anyHash(random, binary), hash(binary), hash(0));
            case 12 -> Commands.deleteBinary(operation, organization, binary);
            case 13 -> Commands.restore(operation, organization, hash);
            case 14 -> Commands.restore(operation, organization, hash, false);
            case 15, 16, 17 ->
                Commands.purge(
                        operation,
                        organization,
                        random.nextInt(8) == 0 ? ACCEPTED.minusSeconds(1) : ACCEPTED,
                        hash,
                        anyHash(random, 1),
                        hash(0));
            case 18 -> Commands.rename(operation, organization, hash, "name-" + random.nextInt(2));
            case 19 -> Commands.lock(operation, organization, hash, random.nextInt(3) == 0);
            case 20, 28 ->
                Commands.protect(
                        operation,
                        organization,
                        random.nextBoolean() ? hash : hash(binary),
                        random.nextInt(3) > 0,
                        random.nextBoolean());
            case 21 ->
                Commands.editUser(operation, organization, hash, edit(random, IntNode.valueOf(random.nextInt(3))));
            case 22, 23 ->
                Commands.editDynamic(
                        operation,
                        organization,
                        hash,
                        edit(random, Commands.version(random.nextInt(2))),
                        oneOf(random, Previous.values()));
            case 24 -> {
                var command = account(random, before, operation, organization, user);
                yield (operation.hashCode() & 7) == 0 ? Commands.createUser(operation) : command;
            }
            case 25 -> Commands.setMembership(operation, organization, user, oneOf(random, Role.values()));
            case 26 ->
                switch (operation.hashCode() & 7) {
                    case 0, 1, 2 -> Commands.removeMembership(operation, organization, user);
                    case 3, 4 -> Commands.removeWebhook(operation, organization);
                    case 5 -> Commands.setWebhook(operation, organization, "https://example.com/b");
                    default -> Commands.setWebhook(operation, organization, "https://example.com/a");
                };
            default -> Commands.addKey(operation, organization, user);
        };
    }

    /// Returns an earlier upload or step of a job again, like an interrupted worker: the bytes are stored a
    /// second time, or not.
    private static CatalogCommand again(
            Random random, List<CatalogCommand> before, String operation, Organization organization) {
        var earlier = before.isEmpty() ? null : before.get(random.nextInt(before.size()));
        return switch (earlier) {
            case RegistrationCommand.Register it ->
                new RegistrationCommand.Register(
                        it.envelope(),
                        it.binaryHash(),
                        it.name(),
                        it.isProtected(),
                        it.userMetadata(),
                        it.dynamicMetadata(),
                        it.content()
                                .in(
                                        random.nextBoolean()
                                                        && isFounded(
                                                                it.organization(),
                                                                before.subList(0, before.indexOf(it)))
                                                ? it.content().blob()
                                                : blob(it.organization(), "again-" + operation)));
            case AccountCommand.SetMembership it -> it;
            case DeletionCommand.Delete it -> it;
            case null, default -> signUp(operation, organization);
        };
    }

    /// Whether the organization exists; otherwise an upload is rejected and its blob purged.
    private static boolean isFounded(Organization organization, List<CatalogCommand> before) {
        return before.stream()
                .filter(it -> it instanceof AccountCommand.SignUp || it instanceof AccountCommand.CreateOrganization)
                .anyMatch(it -> it.organization().equals(organization));
    }

    private static CatalogCommand copies(Random random, String operation, Organization organization) {
        var images = BINARIES.stream()
                .filter(_ -> random.nextInt(4) == 0)
                .map(binary -> Commands.copied(operation, organization, binary, "copy-" + random.nextInt(2)))
                .toList();
        return Commands.copies(operation, organization, images, random.nextBoolean(), slice(random));
    }

    private static CatalogCommand account(
            Random random, List<CatalogCommand> before, String operation, Organization organization, UserId user) {
        if (random.nextBoolean()) {
            return Commands.addMember(operation, organization, oneOf(random, Role.values()));
        }
        var keys = before.stream()
                .filter(AccountCommand.AddApiKey.class::isInstance)
                .map(it -> ((AccountCommand.AddApiKey) it))
                .toList();
        if (keys.isEmpty()) {
            return Commands.removeKey(operation, organization, user, user.value());
        }
        var added = keys.get(random.nextInt(keys.size()));
        return Commands.removeKey(
                operation, added.organization(), added.user(), added.apiKey().id());
    }

    private static <T> T oneOf(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static @Nullable Slice slice(Random random) {
        return random.nextInt(3) == 0 ? Commands.slice("job-" + random.nextInt(3), random.nextInt(5)) : null;
    }

    private static ImageHash anyHash(Random random, int binary) {
        return Commands.hash(binary, dynamic(random), random.nextInt(4) == 0);
    }

    private static DynamicMetadata dynamic(Random random) {
        return random.nextInt(3) == 0 ? Commands.versioned(random.nextInt(2)) : DynamicMetadata.NONE;
    }

    private static MetadataEdit edit(Random random, JsonNode value) {
        return random.nextInt(4) == 0 ? Commands.clear() : Commands.set("version", value);
    }

    private static UserId anyUser(Random random, List<CatalogCommand> before) {
        return Commands.user("op-" + random.nextInt(Math.min(before.size(), 4) + 1));
    }

    private static Map<String, Integer> fields(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Map.of();
            case 1 -> Map.of("rating", random.nextInt(3));
            case 2 -> Map.of("stock", random.nextInt(3));
            default -> Map.of("rating", random.nextInt(3), "stock", random.nextInt(3));
        };
    }

    /// Returns binaries whose image hashes share their first six digits with another one, and a few more.
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
}
