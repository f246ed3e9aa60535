package io.sluice.catalog;

import static io.sluice.catalog.Commands.ACCEPTED;
import static io.sluice.catalog.Commands.ACME;
import static io.sluice.catalog.Commands.acceptedAt;
import static io.sluice.catalog.Commands.blob;
import static io.sluice.catalog.Commands.delete;
import static io.sluice.catalog.Commands.metadata;
import static io.sluice.catalog.Commands.register;
import static io.sluice.catalog.Commands.signUp;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.account.Role;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.state.StateChange;
import io.sluice.command.BlobPurge;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.image.UserMetadata;
import io.sluice.operation.CommandId;
import io.sluice.testsupport.builder.ImageBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");

    private final InMemoryCatalog state = new InMemoryCatalog();
    private final Decisions decisions = new Decisions(state);
    private long nextNumber = 1;

    @Test
    void createsAnImageWhoseRevisionIsTheNumberOfTheCommand() {
        decide(signUp("op-1", ACME));
        var command = register("op-2", ACME, 1, metadata(Map.of("rating", 5)));

        var decision = decide(command);

        var image = ImageBuilder.image(ACME, command.binaryHash())
                .created(ACCEPTED)
                .name(command.name())
                .userMetadata(command.userMetadata())
                .content(command.content())
                .stamp(2, new CommandId("op-2#0"))
                .build();
        assertThat(decision.outcome())
                .isEqualTo(new Outcome.Registered(
                        new Envelope(command.operation(), command.part(), ACME, command.trail()), NOW, image, true));
        assertThat(decision.purges()).isEmpty();
        assertThat(decision.deadLetter()).isNull();
    }

    @Test
    void setsGivenMetadataOfAnExistingImageAndKeepsTheRest() {
        decide(signUp("op-1", ACME));
        var first = registered(decide(register("op-2", ACME, 1, metadata(Map.of("rating", 5, "stock", 1)))));

        var decision = decide(register("op-3", ACME, 1, metadata(Map.of("rating", 4))));

        assertThat(registered(decision).created()).isFalse();
        assertThat(registered(decision).image())
                .isEqualTo(first.image()
                        .withUserMetadata(metadata(Map.of("rating", 4, "stock", 1)))
                        .stamped(3, new CommandId("op-3#0")));
    }

    @Test
    void changesNothingWithoutNewMetadata() {
        decide(signUp("op-1", ACME));
        var first = registered(decide(register("op-2", ACME, 1, metadata(Map.of("rating", 5)))));

        var decision = decide(register("op-3", ACME, 1, metadata(Map.of("rating", 5))));

        assertThat(registered(decision).image()).isEqualTo(first.image());
        assertThat(published(decision)).isEmpty();
    }

    @Test
    void purgesTheBlobOfAnUploadThatExists() {
        decide(signUp("op-1", ACME));
        decide(register("op-2", ACME, 1, UserMetadata.NONE));

        var decision = decide(register("op-3", ACME, 1, UserMetadata.NONE));

        assertThat(decision.purges()).extracting(BlobPurge::blob).containsExactly(blob(ACME, "op-3"));
    }

    @Test
    void rejectsAnUnknownOrganizationAndPurgesTheBlob() {
        var decision = decide(register("op-1", ACME, 1, UserMetadata.NONE));

        assertThat(rejection(decision)).isEqualTo(new Rejection.UnknownOrganization("acme"));
        assertThat(decision.purges()).extracting(BlobPurge::blob).containsExactly(blob(ACME, "op-1"));
        assertThat(decision.deadLetter()).isEqualTo(new Rejection.UnknownOrganization("acme"));
    }

    @Test
    void neverPurgesABlobOfAnotherOrganization() {
        decide(signUp("op-1", ACME));
        var foreign = blob(new Organization("other"), "op-2");

        var decision = decide(register("op-2", ACME, 1, UserMetadata.NONE, foreign));

        assertThat(rejection(decision)).isInstanceOf(Rejection.MalformedCommand.class);
        assertThat(decision.purges()).isEmpty();
        assertThat(decision.changes()).isEmpty();
    }

    @Test
    void limitsTheMetadataOfSeveralUploads() {
        decide(signUp("op-1", ACME));
        decide(register("op-2", ACME, 1, ofLength("a", UserMetadata.MAX_LENGTH / 2)));

        var decision = decide(register("op-3", ACME, 1, ofLength("b", UserMetadata.MAX_LENGTH / 2)));

        assertThat(rejection(decision)).isInstanceOf(Rejection.MalformedMetadata.class);
        assertThat(published(decision)).isEmpty();
        assertThat(decision.purges()).extracting(BlobPurge::blob).containsExactly(blob(ACME, "op-3"));
    }

    @Test
    void repeatsTheOutcomeOfAReplayedCreation() {
        decide(signUp("op-1", ACME));
        var command = register("op-2", ACME, 1, metadata(Map.of("rating", 5)));
        var first = decide(command);

        var again = replay(command, 2);

        assertSame(again, first);
    }

    @Test
    void repeatsTheOutcomeOfAReplayedMerge() {
        decide(signUp("op-1", ACME));
        decide(register("op-2", ACME, 1, UserMetadata.NONE));
        var command = register("op-3", ACME, 1, metadata(Map.of("rating", 5)));
        var first = decide(command);

        var again = replay(command, 3);

        assertSame(again, first);
    }

    @Test
    void doesNotRevertALaterChangeInAReplay() {
        decide(signUp("op-1", ACME));
        decide(register("op-2", ACME, 1, UserMetadata.NONE));
        var earlier = register("op-3", ACME, 1, metadata(Map.of("rating", 1)));
        decide(earlier);
        var later = registered(decide(register("op-4", ACME, 1, metadata(Map.of("rating", 2)))));

        var again = replay(earlier, 3);

        assertThat(registered(again).image()).isEqualTo(later.image());
        assertThat(registered(again).created()).isFalse();
    }

    @Test
    void rejectsAReplayWhoseOrganizationWasCreatedLater() {
        var early = register("op-1", ACME, 1, UserMetadata.NONE);
        var first = decide(early);
        decide(signUp("op-2", ACME));

        var again = replay(early, 1);

        assertThat(again).isEqualTo(first);
    }

    @Test
    void repeatsTheOutcomeOfARedeliveredUploadAndPurgesItsSecondBlob() {
        decide(signUp("op-1", ACME));
        var first = registered(decide(register("op-2", ACME, 1, metadata(Map.of("rating", 5)))));
        decide(register("op-3", ACME, 1, metadata(Map.of("rating", 4))));

        var redelivered = register("op-2", ACME, 1, metadata(Map.of("rating", 5)), blob(ACME, "second"));
        var decision = decide(redelivered);

        assertThat(registered(decision).created()).isTrue();
        assertThat(registered(decision).image().blob()).isEqualTo(first.image().blob());
        assertThat(registered(decision).image().userMetadata()).isEqualTo(metadata(Map.of("rating", 4)));
        assertThat(decision.purges()).extracting(BlobPurge::blob).containsExactly(blob(ACME, "second"));
    }

    @Test
    void treatsACommandAcceptedAfterTheDeletionAsNewDespiteItsKnownId() {
        decide(signUp("op-1", ACME));
        var first = register("op-2", ACME, 1, UserMetadata.NONE);
        var hash = registered(decide(first)).image().hash();
        decide(delete("op-3", ACME, hash));

        var replayed = registered(decide(first));
        var anew = registered(decide(acceptedAt(first, ACCEPTED.plus(Duration.ofDays(8)))));

        assertThat(replayed.image().isLive()).isFalse();
        assertThat(anew.created()).isTrue();
        assertThat(anew.image().isLive()).isTrue();
    }

    @Test
    void createsAPurgedImageAgainDespiteAKnownCommand() {
        decide(signUp("op-1", ACME));
        var first = register("op-2", ACME, 1, UserMetadata.NONE);
        var second = register("op-3", ACME, 1, UserMetadata.NONE);
        decide(first);
        decide(second);
        state.binaries().replaceAll((_, binary) -> binary.withVariants(List.of()));

        assertThat(registered(decide(acceptedAt(second, ACCEPTED.plus(Duration.ofDays(8)))))
                        .created())
                .isTrue();
    }

    @Test
    void createsAnOrganizationWithItsFirstUserAsAdmin() {
        var command = signUp("op-1", ACME);

        var decision = decide(command);

        assertThat(decision.outcome()).isInstanceOfSatisfying(Outcome.SignedUp.class, signedUp -> {
            assertThat(signedUp.account().created()).isEqualTo(ACCEPTED);
            assertThat(signedUp.account().billingEmail()).isEqualTo("root@example.com");
            assertThat(signedUp.account().displayName()).isEqualTo("Acme Inc.");
            assertThat(signedUp.account().members()).containsOnlyKeys(command.user());
            assertThat(requireNonNull(signedUp.account().members().get(command.user()))
                            .roles())
                    .containsExactly(Role.ADMIN);
            assertThat(signedUp.user()).isEqualTo(command.user());
        });
    }

    @Test
    void rejectsAnOrganizationNameThatIsTaken() {
        decide(signUp("op-1", ACME));

        var decision = decide(signUp("op-2", ACME));

        assertThat(rejection(decision)).isEqualTo(new Rejection.OrganizationTaken("acme"));
        assertThat(decision.changes()).isEmpty();
        assertThat(decision.deadLetter()).isNull();
    }

    @Test
    void repeatsTheOutcomeOfAReplayedSignUp() {
        var command = signUp("op-1", ACME);
        var first = decide(command);

        var again = replay(command, 1);

        assertThat(again).isEqualTo(first);
    }

    @Test
    void completesASignUpAfterACrash() {
        var command = signUp("op-1", ACME);
        var first = decide(command);
        state.organizations().clear();

        var again = replay(command, 1);

        assertThat(again).isEqualTo(first);
    }

    private Decision decide(CatalogCommand command) {
        return replay(command, nextNumber++);
    }

    private Decision replay(CatalogCommand command, long number) {
        var decision = decisions.decide(command, number, NOW);
        decision.changes().forEach(state::write);
        return decision;
    }

    private static void assertSame(Decision again, Decision first) {
        assertThat(again.outcome()).isEqualTo(first.outcome());
        assertThat(again.purges()).isEqualTo(first.purges());
        assertThat(again.changes()).containsAll(first.changes());
    }

    private static Outcome.Registered registered(Decision decision) {
        return (Outcome.Registered) decision.outcome();
    }

    private static Rejection rejection(Decision decision) {
        return ((Outcome.Rejected) decision.outcome()).reason();
    }

    private static List<StateChange> published(Decision decision) {
        return decision.changes().stream()
                .filter(change -> !(change instanceof StateChange.PutBinary))
                .toList();
    }

    private static UserMetadata ofLength(String name, int length) {
        return Commands.metadata(name, "x".repeat(length));
    }
}
