package io.sluice.catalog;

import static io.sluice.catalog.Commands.ACCEPTED;
import static io.sluice.catalog.Commands.ACME;
import static io.sluice.catalog.Commands.blob;
import static io.sluice.catalog.Commands.copied;
import static io.sluice.catalog.Commands.copies;
import static io.sluice.catalog.Commands.delete;
import static io.sluice.catalog.Commands.editDynamic;
import static io.sluice.catalog.Commands.hash;
import static io.sluice.catalog.Commands.metadata;
import static io.sluice.catalog.Commands.purge;
import static io.sluice.catalog.Commands.register;
import static io.sluice.catalog.Commands.restore;
import static io.sluice.catalog.Commands.set;
import static io.sluice.catalog.Commands.setLimits;
import static io.sluice.catalog.Commands.signUp;
import static io.sluice.catalog.Commands.version;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.account.Limits;
import io.sluice.account.Usage;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.edit.Numbering;
import io.sluice.catalog.state.Refused;
import io.sluice.catalog.state.StateChange;
import io.sluice.command.CatalogCommand;
import io.sluice.command.EditCommand.EditDynamicMetadata.Previous;
import io.sluice.command.Outcome;
import io.sluice.command.Outcome.Effect;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.image.UserMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitRulesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");

    private final InMemoryCatalog state = new InMemoryCatalog();
    private final Decisions decisions = new Decisions(state);
    private long commands;
    private long size;

    @BeforeEach
    void found() {
        decide(signUp("found", ACME));
        upload("first", 1);
        size = state.usage(ACME).bytes();
    }

    @Test
    void setsAndReplacesLimits() {
        var limits = images(5);

        assertThat(effect(decide(setLimits("one", ACME, limits)))).isEqualTo(Effect.CHANGED);
        assertThat(effect(decide(setLimits("two", ACME, limits)))).isEqualTo(Effect.UNCHANGED);
        assertThat(effect(decide(setLimits("three", ACME, Limits.NONE)))).isEqualTo(Effect.CHANGED);
        assertThat(rejection(decide(setLimits("four", new Organization("nobodys"), limits))))
                .isInstanceOf(Rejection.UnknownOrganization.class);
        assertThat(state.organization(ACME).orElseThrow().account().limits()).isEqualTo(Limits.NONE);
    }

    @Test
    void countsStoredImagesAndBytes() {
        upload("second", 2);
        decide(delete("delete", ACME, hash(2)));

        assertThat(state.usage(ACME)).isEqualTo(new Usage(1, 1, 2 * size, size));
        decide(purge("purge", ACME, ACCEPTED, hash(2)));
        assertThat(state.usage(ACME)).isEqualTo(Usage.live(1, size));
    }

    @Test
    void refusesTheFirstImageAboveTheLimit() {
        decide(setLimits("limits", ACME, images(2)));

        assertThat(created(upload("second", 2))).isTrue();
        assertThat(rejection(upload("third", 3))).isEqualTo(new Rejection.QuotaImages("acme", 2, 2));
        assertThat(created(decide(register("merged", ACME, 2, metadata(Map.of("a", 1))))))
                .as("an image that exists")
                .isFalse();
        decide(delete("delete", ACME, hash(2)));
        assertThat(created(upload("fourth", 4))).isTrue();
        assertThat(rejection(upload("fifth", 5))).isInstanceOf(Rejection.QuotaImages.class);
    }

    @Test
    void refusesBytesAboveTheLimitUntilOthersArePurged() {
        decide(setLimits("limits", ACME, new Limits(null, 2 * size, null, null, null, null)));
        upload("second", 2);

        decide(delete("delete", ACME, hash(2)));
        assertThat(rejection(upload("third", 3))).isEqualTo(new Rejection.QuotaBytes("acme", 2 * size, 2 * size));
        assertThat(effect(decide(restore("restore", ACME, hash(2))))).isEqualTo(Effect.CHANGED);

        decide(delete("once-more", ACME, hash(2)));
        decide(purge("purge", ACME, ACCEPTED, hash(2)));
        assertThat(created(upload("fourth", 4))).isTrue();
    }

    @Test
    void refusesAFileThatIsTooLarge() {
        decide(setLimits("limits", ACME, new Limits(null, null, null, null, size - 1, null)));

        assertThat(rejection(upload("second", 2))).isEqualTo(new Rejection.QuotaFileSize("acme", size, size - 1));
    }

    /// Their blob exists, and a crash that loses the refusal must not show it again after it was purged.
    @Test
    void neverRefusesACommandThatUsesAnExistingBlob() {
        decide(setLimits("limits", ACME, images(1)));
        decide(delete("delete", ACME, hash(1)));
        assertThat(created(upload("second", 2))).isTrue();

        assertThat(effect(decide(restore("restore", ACME, hash(1))))).isEqualTo(Effect.CHANGED);
        assertThat(effect(decide(editDynamic("variant", ACME, hash(1), set("version", version(1)), Previous.KEEP))))
                .isEqualTo(Effect.CREATED);
        assertThat(rejection(upload("third", 3))).isInstanceOf(Rejection.QuotaImages.class);
    }

    @Test
    void copiesAsManyImagesAsTheLimitAllows() {
        decide(setLimits("limits", ACME, images(2)));

        var some = decide(copies("copy", ACME, copied("copy", ACME, 2, "a"), copied("copy", ACME, 3, "b")));
        var none = decide(copies("none", ACME, copied("none", ACME, 4, "c")));

        var outcome = (Outcome.Copied) some.outcome();
        assertThat(outcome.created()).containsExactly(hash(2));
        assertThat(outcome.failed()).containsExactly(hash(3));
        assertThat(rejection(none)).isEqualTo(new Rejection.QuotaImages("acme", 2, 2));
    }

    @Test
    void keepsTheBytesOfARefusedUploadWhileAReplayMayBeAccepted() {
        decide(setLimits("limits", ACME, images(1)));

        var refused = upload("second", 2);

        assertThat(refused.purges()).isEmpty();
        assertThat(refused.deadLetter()).isNull();
        assertThat(refused.changes())
                .containsExactly(new StateChange.PutRefusal(
                        ACME,
                        hash(2),
                        commands * Numbering.STEP,
                        new Refused(blob(ACME, "second"), new Rejection.QuotaImages("acme", 1, 1))));
    }

    @Test
    void refusesAReplayAgainAlthoughTheLimitWouldAllowItNow() {
        decide(setLimits("limits", ACME, images(1)));
        var refused = register("second", ACME, 2, UserMetadata.NONE);
        decide(refused);
        var number = commands * Numbering.STEP;
        decide(delete("delete", ACME, hash(1)));

        assertThat(rejection(decisions.decide(refused, number, NOW)))
                .isEqualTo(new Rejection.QuotaImages("acme", 1, 1));
    }

    /// A crash has lost the image, and kept what took its room since, and the limit that was set since.
    @Test
    void acceptsAReplayOfAnAcknowledgedUploadAgain() {
        var acknowledged = register("second", ACME, 2, UserMetadata.NONE);
        decide(acknowledged);
        var number = commands * Numbering.STEP;
        upload("third", 3);
        decide(setLimits("limits", ACME, images(2)));
        state.binaries()
                .keySet()
                .removeIf(key -> key.endsWith(Commands.binaryHash(2).value()));
        var restarted = new InMemoryCatalog(
                state.binaries(), state.hashes(), state.organizations(), state.users(), state.refusals(), number);

        assertThat(created(new Decisions(restarted).decide(acknowledged, number, NOW)))
                .isTrue();
        assertThat(rejection(new Decisions(restarted)
                        .decide(register("new", ACME, 4, UserMetadata.NONE), (commands + 1) * Numbering.STEP, NOW)))
                .isInstanceOf(Rejection.QuotaImages.class);
    }

    @Test
    void neitherConcurrencyNorCrashesExceedALimitOrLoseAcknowledgedUploads() {
        for (var seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var run = new CrashRun(commands(random));
            run.withCrashes(random);

            assertThat(run.publishedBlobs())
                    .as("published blobs of seed %d", seed)
                    .doesNotContainAnyElementsOf(run.purged);

            for (var outcomes : run.outcomes.values()) {
                if (outcomes.getFirst() instanceof Outcome.Registered) {
                    assertThat(outcomes).as("seed %d", seed).hasOnlyElementsOfType(Outcome.Registered.class);
                }
            }
        }
        var refused = 0L;
        for (var seed = 0; seed < 200; seed++) {
            var calm = new CrashRun(commands(new Random(seed)));
            for (var i = 0; i < calm.commands.size(); i++) {
                var before = calm.state.copy();
                calm.decide(i);
                if (requireNonNull(calm.outcomes.get(i)).getFirst() instanceof Outcome.Registered registered
                        && registered.created()
                        && before.variant(ACME, registered.image().hash()).isEmpty()) {
                    assertThat(calm.state.usage(ACME).images())
                            .as("images after a new one, seed %d", seed)
                            .isLessThanOrEqualTo(4);
                }
            }
            refused += calm.outcomes.values().stream()
                    .map(List::getFirst)
                    .filter(outcome -> outcome instanceof Outcome.Rejected rejected
                            && rejected.reason() instanceof Rejection.QuotaImages)
                    .count();
        }
        assertThat(refused).isGreaterThan(200);
    }

    private static List<CatalogCommand> commands(Random random) {
        var commands = new ArrayList<CatalogCommand>();
        commands.add(signUp("found", ACME));
        commands.add(setLimits("limits", ACME, images(4)));
        for (var i = 0; i < 60; i++) {
            var operation = "op-" + i;
            var binary = random.nextInt(12);
            commands.add(
                    switch (random.nextInt(6)) {
                        case 0, 1, 2 -> register(operation, ACME, binary, UserMetadata.NONE);
                        case 3 -> delete(operation, ACME, hash(binary), hash(random.nextInt(12)));
                        case 4 -> restore(operation, ACME, hash(binary));
                        default -> purge(operation, ACME, ACCEPTED, hash(binary));
                    });
        }
        return commands;
    }

    private static Limits images(long most) {
        return new Limits(most, null, null, null, null, null);
    }

    private Decision upload(String operation, int binary) {
        return decide(register(operation, ACME, binary, UserMetadata.NONE));
    }

    private Decision decide(CatalogCommand command) {
        var decision = decisions.decide(command, ++commands * Numbering.STEP, NOW);
        decision.changes().forEach(state::write);
        return decision;
    }

    private static boolean created(Decision decision) {
        return ((Outcome.Registered) decision.outcome()).created();
    }

    private static Effect effect(Decision decision) {
        return decision.outcome() instanceof Outcome.LimitsChanged limits
                ? limits.effect()
                : ((Outcome.Changed) decision.outcome()).effect();
    }

    private static Rejection rejection(Decision decision) {
        return ((Outcome.Rejected) decision.outcome()).reason();
    }
}
