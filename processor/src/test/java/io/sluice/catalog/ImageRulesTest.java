package io.sluice.catalog;

import static io.sluice.catalog.Commands.ACCEPTED;
import static io.sluice.catalog.Commands.ACME;
import static io.sluice.catalog.Commands.blob;
import static io.sluice.catalog.Commands.copied;
import static io.sluice.catalog.Commands.copies;
import static io.sluice.catalog.Commands.delete;
import static io.sluice.catalog.Commands.deleteBinary;
import static io.sluice.catalog.Commands.editDynamic;
import static io.sluice.catalog.Commands.editUser;
import static io.sluice.catalog.Commands.hash;
import static io.sluice.catalog.Commands.lock;
import static io.sluice.catalog.Commands.metadata;
import static io.sluice.catalog.Commands.protect;
import static io.sluice.catalog.Commands.purge;
import static io.sluice.catalog.Commands.register;
import static io.sluice.catalog.Commands.rename;
import static io.sluice.catalog.Commands.restore;
import static io.sluice.catalog.Commands.set;
import static io.sluice.catalog.Commands.signUp;
import static io.sluice.catalog.Commands.slice;
import static io.sluice.catalog.Commands.unconverted;
import static io.sluice.catalog.Commands.version;
import static io.sluice.catalog.Commands.versioned;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.edit.Numbering;
import io.sluice.catalog.state.StateChange;
import io.sluice.command.BlobPurge;
import io.sluice.command.CatalogCommand;
import io.sluice.command.EditCommand.EditDynamicMetadata.Previous;
import io.sluice.command.Outcome;
import io.sluice.command.Outcome.Effect;
import io.sluice.command.RegistrationCommand.RegisterCopies;
import io.sluice.command.Rejection;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.ImageHash;
import io.sluice.image.Optimization;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.UserMetadata;
import io.sluice.operation.CommandId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageRulesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");

    private final InMemoryCatalog state = new InMemoryCatalog();
    private final Decisions decisions = new Decisions(state);
    private long commands;

    @BeforeEach
    void found() {
        decide(signUp("op-1", ACME));
    }

    @Test
    void deletesExistingImagesAndNamesTheOthers() {
        upload(1);
        upload(2);
        decide(lock("lock", ACME, hash(2), true));

        var decision = decide(delete("delete", ACME, hash(1), hash(2), hash(3)));

        assertThat(decision.outcome()).isInstanceOfSatisfying(Outcome.Deleted.class, deleted -> {
            assertThat(deleted.deleted()).containsExactly(hash(1));
            assertThat(deleted.locked()).containsExactly(hash(2));
            assertThat(deleted.notFound()).containsExactly(hash(3));
            assertThat(deleted.revision()).isEqualTo(image(hash(1)).revision());
        });
        assertThat(image(hash(1)).deleted()).isEqualTo(ACCEPTED);
        assertThat(image(hash(2)).isLive()).isTrue();
        assertThat(decision.changes()).contains(new StateChange.PutDeletion(ACME, hash(1), ACCEPTED));
    }

    @Test
    void doesNotFindADeletedImage() {
        uploadDeleted(1);

        assertThat(decide(delete("a", ACME, hash(1))).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Deleted.class, it -> assertThat(it.notFound()).containsExactly(hash(1)));
        for (var command : List.of(
                rename("b", ACME, hash(1), "b.png"),
                lock("c", ACME, hash(1), true),
                protect("d", ACME, hash(1), true, false),
                editUser("e", ACME, hash(1), set("rating", IntNode.valueOf(1))),
                editDynamic("f", ACME, hash(1), set("version", version(1)), Previous.KEEP),
                deleteBinary("g", ACME, 1))) {
            assertThat(rejection(decide(command))).as("%s", command).isInstanceOf(Rejection.NotFound.class);
        }
    }

    @Test
    void restoresADeletedImageUnchanged() {
        var before = upload(1);
        decide(delete("delete", ACME, hash(1)));

        var decision = decide(restore("restore", ACME, hash(1)));

        assertThat(effect(decision)).isEqualTo(Effect.CHANGED);
        assertThat(changed(decision))
                .isEqualTo(before.withDeleted(null).stamped(changed(decision).revision(), new CommandId("restore#0")));
        assertThat(decision.changes()).contains(new StateChange.RemoveDeletion(ACME, hash(1), ACCEPTED));
    }

    @Test
    void doesNotChangeALiveImageInARestore() {
        upload(1);

        assertThat(effect(decide(restore("restore", ACME, hash(1))))).isEqualTo(Effect.UNCHANGED);
        assertThat(rejection(decide(restore("other", ACME, hash(2))))).isInstanceOf(Rejection.NotFound.class);
    }

    @Test
    void restoringBytesThatAnotherImageProtectsNeedsThePermissionToSeeThem() {
        upload(1);
        decide(protect("protect", ACME, hash(1), true, true));
        var protectedHash = hash(1, DynamicMetadata.NONE, true);

        assertThat(rejection(decide(restore("hidden", ACME, hash(1), false)))).isInstanceOf(Rejection.Forbidden.class);
        decide(delete("delete", ACME, protectedHash));
        assertThat(rejection(decide(restore("around", ACME, hash(1), false)))).isInstanceOf(Rejection.Forbidden.class);
        assertThat(image(hash(1)).isLive()).isFalse();

        assertThat(effect(decide(restore("protected", ACME, protectedHash, false))))
                .isEqualTo(Effect.CHANGED);
        assertThat(effect(decide(restore("allowed", ACME, hash(1), true)))).isEqualTo(Effect.CHANGED);
        assertThat(effect(decide(restore("again", ACME, hash(1), false)))).isEqualTo(Effect.UNCHANGED);
    }

    @Test
    void restoresBytesThatNoImageProtectsWithoutThatPermission() {
        uploadDeleted(1);

        assertThat(effect(decide(restore("restore", ACME, hash(1), false)))).isEqualTo(Effect.CHANGED);
    }

    @Test
    void deletesAllImagesOfABinaryOrNone() {
        upload(1);
        decide(protect("protect", ACME, hash(1), true, false));
        decide(lock("lock", ACME, hash(1), true));

        var refused = decide(deleteBinary("refused", ACME, 1));
        decide(lock("unlock", ACME, hash(1), false));
        var deleted = decide(deleteBinary("deleted", ACME, 1));

        assertThat(rejection(refused)).isEqualTo(new Rejection.ImageLocked(hash(1).value()));
        assertThat(deleted.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Deleted.class,
                        it -> assertThat(it.deleted())
                                .containsExactlyInAnyOrder(hash(1), hash(1, DynamicMetadata.NONE, true)));
    }

    @Test
    void restoresADeletedImageThatIsUploadedAgain() {
        var before = upload(1);
        decide(delete("delete", ACME, hash(1)));

        var decision = decide(register("again", ACME, 1, metadata(Map.of("stock", 1))));

        assertThat(decision.outcome()).isInstanceOfSatisfying(Outcome.Registered.class, it -> {
            assertThat(it.created()).isTrue();
            assertThat(it.image().isLive()).isTrue();
            assertThat(it.image().blob()).isEqualTo(before.blob());
            assertThat(it.image().userMetadata()).isEqualTo(metadata(Map.of("stock", 1)));
        });
        assertThat(blobs(decision)).containsExactly("blobs/acme/again");
    }

    @Test
    void createsImagesOfThisOrganizationFromCopies() {
        var copy = copied("copy", ACME, 1, "original.png");

        var decision = decide(copies("copy", ACME, copy));

        var image = image(hash(1));
        assertThat(copiedOutcome(decision).created()).containsExactly(hash(1));
        assertThat(copiedOutcome(decision).revision()).isEqualTo(image.revision());
        assertThat(image.organization()).isEqualTo(ACME);
        assertThat(image.created()).isEqualTo(ACCEPTED);
        assertThat(image.name()).isEqualTo("original.png");
        assertThat(image.userMetadata()).isEqualTo(copy.image().userMetadata());
        assertThat(image.blob()).isEqualTo(copy.blob());
        assertThat(image.optimization()).isNotNull().isEqualTo(copy.image().optimization());
        assertThat(decision.purges()).isEmpty();
    }

    @Test
    void overwritesTheContentOfAnExistingImageButNotItsIdentity() {
        var before = upload(1);
        decide(lock("lock", ACME, hash(1), true));

        var copy = copied("copy", ACME, 1, "original.png");
        var decision = decide(copies("copy", ACME, copy));

        var image = image(hash(1));
        assertThat(copiedOutcome(decision).existing()).containsExactly(hash(1));
        assertThat(image.optimization()).isEqualTo(copy.image().optimization()).isNotEqualTo(before.optimization());
        assertThat(image.name()).isEqualTo("original.png");
        assertThat(image.locked()).isTrue();
        assertThat(image.created()).isEqualTo(before.created());
        assertThat(image.shortHash()).isEqualTo(before.shortHash());
        assertThat(blobs(decision)).containsExactly(before.blob().value());
    }

    @Test
    void keepsExistingImagesOnRequest() {
        var before = upload(1);

        var decision = decide(copies("copy", ACME, List.of(copied("copy", ACME, 1, "original.png")), true, null));

        assertThat(copiedOutcome(decision).existing()).containsExactly(hash(1));
        assertThat(copiedOutcome(decision).revision()).isZero();
        assertThat(image(hash(1))).isEqualTo(before);
        assertThat(blobs(decision)).containsExactly("blobs/acme/copy-1");
    }

    @Test
    void keepsTheBlobOfAnOverwrittenImageThatAVariantRefersTo() {
        upload(1);
        decide(protect("protect", ACME, hash(1), true, false));

        var decision = decide(copies("copy", ACME, copied("copy", ACME, 1, "original.png")));

        assertThat(decision.purges()).isEmpty();
    }

    @Test
    void rejectsCopiesToAnUnknownOrganizationAndPurgesTheirBlobs() {
        var other = new Organization("other");

        var decision = decide(copies("copy", other, copied("copy", other, 1, "a"), copied("copy", other, 2, "b")));

        assertThat(rejection(decision)).isEqualTo(new Rejection.UnknownOrganization("other"));
        assertThat(blobs(decision)).containsExactly("blobs/other/copy-1", "blobs/other/copy-2");
    }

    @Test
    void neitherUsesNorPurgesTheBlobOfAnotherOrganization() {
        var decision = decide(copies("copy", ACME, copied("copy", new Organization("other"), 1, "a")));

        assertThat(rejection(decision)).isInstanceOf(Rejection.MalformedCommand.class);
        assertThat(decision.purges()).isEmpty();
        assertThat(decision.changes()).isEmpty();
    }

    @Test
    void repeatsTheOutcomeOfASliceThatIsCutAgain() {
        var first = decide(copies("a", ACME, List.of(copied("a", ACME, 1, "x")), false, slice("job", 1)));
        var again = decide(copies("b", ACME, List.of(copied("b", ACME, 1, "x")), false, slice("job", 2)));
        var deleted = decide(delete("c", ACME, slice("other-job", 1), hash(1)));
        var deletedAgain = decide(delete("d", ACME, slice("other-job", 2), hash(1)));

        assertThat(copiedOutcome(again).created())
                .isEqualTo(copiedOutcome(first).created());
        assertThat(blobs(again)).containsExactly("blobs/acme/b-1");
        assertThat(((Outcome.Deleted) deletedAgain.outcome()).deleted())
                .isEqualTo(((Outcome.Deleted) deleted.outcome()).deleted())
                .containsExactly(hash(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void repeatsTheOutcomeOfACopyWhoseSourceIsGoneMeanwhile(boolean keepExisting) {
        upload(1);
        var both = List.of(copied("copy", ACME, 1, "x"), copied("copy", ACME, 2, "y"));
        var first = decide(copies("copy", ACME, both, keepExisting, null));

        var none = copies("copy", ACME, List.of(), keepExisting, null);
        var again = decide(new RegisterCopies(
                none.envelope(),
                none.source(),
                none.images(),
                List.of(hash(1), hash(3)),
                List.of(hash(2), hash(4)),
                keepExisting,
                null));

        assertThat(copiedOutcome(first).existing()).containsExactly(hash(1));
        assertThat(copiedOutcome(again).existing()).containsExactly(hash(1));
        assertThat(copiedOutcome(first).created()).containsExactly(hash(2));
        assertThat(copiedOutcome(again).created()).containsExactly(hash(2));
        assertThat(copiedOutcome(again).notFound()).containsExactly(hash(3));
        assertThat(copiedOutcome(again).failed()).containsExactly(hash(4));
        assertThat(copiedOutcome(again).revision())
                .isEqualTo(copiedOutcome(first).revision());
        assertThat(blobs(again)).isSubsetOf(blobs(first));
    }

    @Test
    void protectsByCreatingAVariantWithTheSameBlob() {
        var before = upload(1);

        var decision = decide(protect("protect", ACME, hash(1), true, false));

        var variant = changed(decision);
        assertThat(effect(decision)).isEqualTo(Effect.CREATED);
        assertThat(variant.hash()).isEqualTo(hash(1, DynamicMetadata.NONE, true));
        assertThat(variant.isProtected()).isTrue();
        assertThat(variant.blob()).isEqualTo(before.blob());
        assertThat(variant.optimization()).isNotNull().isEqualTo(before.optimization());
        assertThat(variant.name()).isEqualTo(before.name());
        assertThat(image(hash(1))).isEqualTo(before);
        assertThat(effect(decide(protect("again", ACME, variant.hash(), true, false))))
                .isEqualTo(Effect.UNCHANGED);
        assertThat(effect(decide(protect("there", ACME, hash(1), true, false)))).isEqualTo(Effect.CHANGED);
    }

    @Test
    void deletesTheFormerImageBeforeTheReturnedRevision() {
        upload(1);

        var decision = decide(protect("protect", ACME, hash(1), true, true));

        assertThat(image(hash(1)).isLive()).isFalse();
        assertThat(image(hash(1)).revision()).isLessThan(changed(decision).revision());
    }

    @Test
    void changesNothingWhenTheFormerImageIsLocked() {
        upload(1);
        decide(lock("lock", ACME, hash(1), true));

        var decision = decide(editDynamic("edit", ACME, hash(1), set("version", version(1)), Previous.DELETE));

        assertThat(rejection(decision)).isEqualTo(new Rejection.ImageLocked(hash(1).value()));
        assertThat(state.variant(ACME, hash(1, versioned(1), false))).isEmpty();
    }

    @Test
    void keepsTheHashOnRequest() {
        upload(1);

        var decision = decide(editDynamic("edit", ACME, hash(1), set("version", version(1)), Previous.KEEP_HASH));

        assertThat(effect(decision)).isEqualTo(Effect.CHANGED);
        assertThat(changed(decision).hash()).isEqualTo(hash(1));
        assertThat(changed(decision).dynamicMetadata()).isEqualTo(versioned(1));
    }

    @Test
    void doesNotDeleteAnImageThatReturnsToTheContentOfItsHash() {
        upload(1);
        decide(editDynamic("edit", ACME, hash(1), set("version", version(1)), Previous.KEEP_HASH));

        var decision = decide(editDynamic("back", ACME, hash(1), Commands.clear(), Previous.DELETE));

        assertThat(effect(decision)).isEqualTo(Effect.CHANGED);
        assertThat(changed(decision).hash()).isEqualTo(hash(1));
        assertThat(changed(decision).isLive()).isTrue();
    }

    @Test
    void rejectsMetadataThatIsNotValid() {
        upload(1);

        var dynamic = decide(editDynamic("a", ACME, hash(1), set("crop_area", version(1)), Previous.KEEP));
        var user = decide(editUser("b", ACME, hash(1), set("int:price", TextNode.valueOf("x"))));
        var tooLong = decide(editUser(
                "c", ACME, hash(1), set("text", TextNode.valueOf("x".repeat(UserMetadata.MAX_LENGTH)))));

        assertThat(rejection(dynamic)).isInstanceOf(Rejection.MalformedMetadata.class);
        assertThat(rejection(user)).isInstanceOf(Rejection.MalformedMetadata.class);
        assertThat(rejection(tooLong)).isInstanceOf(Rejection.MalformedMetadata.class);
    }

    @Test
    void limitsTheMetadataOfAllImagesOfABinary() {
        upload(1);
        decide(editUser("text", ACME, hash(1), set("text", TextNode.valueOf("x".repeat(250_000)))));
        var versions = 0;
        Decision decision;
        do {
            decision = decide(
                    editDynamic("edit-" + versions, ACME, hash(1), set("version", version(versions++)), Previous.KEEP));
        } while (decision.outcome() instanceof Outcome.Changed);

        assertThat(versions).isEqualTo(4);
        assertThat(rejection(decision)).isInstanceOf(Rejection.MalformedMetadata.class);
    }

    @Test
    void renamesLocksAndEditsMetadata() {
        upload(1);

        assertThat(changed(decide(rename("a", ACME, hash(1), "b.png"))).name()).isEqualTo("b.png");
        assertThat(effect(decide(rename("b", ACME, hash(1), "b.png")))).isEqualTo(Effect.UNCHANGED);
        assertThat(changed(decide(lock("c", ACME, hash(1), true))).locked()).isTrue();
        assertThat(effect(decide(lock("d", ACME, hash(1), true)))).isEqualTo(Effect.UNCHANGED);
        assertThat(rejection(decide(editUser("locked", ACME, hash(1), set("rating", IntNode.valueOf(1))))))
                .isEqualTo(new Rejection.ImageLocked(hash(1).value()));
        assertThat(changed(decide(lock("unlock", ACME, hash(1), false))).locked())
                .isFalse();
        assertThat(changed(decide(editUser("e", ACME, hash(1), set("rating", IntNode.valueOf(1)))))
                        .userMetadata())
                .isEqualTo(metadata(Map.of("rating", 1)));
        assertThat(effect(decide(editUser("f", ACME, hash(1), set("rating", IntNode.valueOf(1))))))
                .isEqualTo(Effect.UNCHANGED);
        assertThat(changed(decide(editUser("g", ACME, hash(1), Commands.clear())))
                        .userMetadata())
                .isEqualTo(UserMetadata.NONE);
    }

    @Test
    void purgesImagesThatAreStillDeleted() {
        uploadDeleted(1);
        upload(2);
        var early = decide(purge("early", ACME, ACCEPTED.minusMillis(1), hash(1)));

        var decision = decide(purge("purge", ACME, ACCEPTED, hash(1), hash(2)));

        assertThat(((Outcome.Purged) early.outcome()).hashes()).isEmpty();
        assertThat(((Outcome.Purged) decision.outcome()).hashes()).containsExactly(hash(1));
        assertThat(blobs(decision)).containsExactly("blobs/acme/upload-1");
        assertThat(decision.changes()).contains(new StateChange.PublishTombstone(ACME, hash(1)));
        assertThat(rejection(decide(restore("late", ACME, hash(1))))).isInstanceOf(Rejection.NotFound.class);
    }

    @Test
    void purgesASharedBlobWithItsLastImage() {
        upload(1);
        var variant =
                changed(decide(protect("protect", ACME, hash(1), true, false))).hash();
        decide(deleteBinary("delete", ACME, 1));

        var first = decide(purge("first", ACME, ACCEPTED, hash(1)));
        var last = decide(purge("last", ACME, ACCEPTED, variant));

        assertThat(first.purges()).isEmpty();
        assertThat(blobs(last)).containsExactly("blobs/acme/upload-1");
    }

    @Test
    void aDeletedImageThatIsUploadedAgainHasTheNewlyRequestedBytes() {
        decide(unconverted(register("upload-1", ACME, 1, UserMetadata.NONE), ImageFormat.TIFF, null));
        var deleted = image(hash(1));
        decide(delete("delete", ACME, hash(1)));

        var decision = decide(register("again", ACME, 1, UserMetadata.NONE));

        var image = image(hash(1));
        assertThat(image.isLive()).isTrue();
        assertThat(image.format()).isEqualTo(ImageFormat.PNG);
        assertThat(image.optimization()).isNotNull();
        assertThat(image.blob()).isEqualTo(blob(ACME, "again"));
        assertThat(image.shortHash()).isEqualTo(deleted.shortHash());
        assertThat(image.created()).isEqualTo(deleted.created());
        assertThat(blobs(decision)).containsExactly(deleted.blob().value());
        assertThat(((Outcome.Registered) decision.outcome()).created()).isTrue();
    }

    @Test
    void aDeletedImageKeepsItsBlobWhenTheSameBytesAreStoredAgain() {
        uploadDeleted(1);

        var decision = decide(register("again", ACME, 1, UserMetadata.NONE));

        assertThat(image(hash(1)).blob()).isEqualTo(blob(ACME, "upload-1"));
        assertThat(blobs(decision)).containsExactly("blobs/acme/again");
    }

    @Test
    void anotherImageKeepsTheBlobThatARestoredImageDrops() {
        decide(unconverted(register("upload-1", ACME, 1, UserMetadata.NONE), ImageFormat.TIFF, null));
        decide(protect("protect", ACME, hash(1), true, false));
        decide(delete("delete", ACME, hash(1)));

        var decision = decide(register("again", ACME, 1, UserMetadata.NONE));

        assertThat(image(hash(1)).blob()).isEqualTo(blob(ACME, "again"));
        assertThat(decision.purges()).isEmpty();
    }

    @Test
    void theOutcomeNotesThatAnExistingImageIsNotConverted() {
        decide(unconverted(register("upload-1", ACME, 1, UserMetadata.NONE), ImageFormat.TIFF, null));

        var decision = decide(register("again", ACME, 1, UserMetadata.NONE));

        var answer = ((Outcome.Registered) decision.outcome()).image();
        assertThat(answer.optimization()).isEqualTo(Optimization.kept("the image existed before and is unchanged"));
        assertThat(answer.format()).isEqualTo(ImageFormat.TIFF);
        assertThat(image(hash(1)).optimization()).isNull();
    }

    @Test
    void doesNotRestoreAPurgedImageInAReplay() {
        uploadDeleted(1);
        var upload = register("upload-1", ACME, 1, UserMetadata.NONE);
        decide(purge("purge", ACME, ACCEPTED, hash(1)));

        var again = decisions.decide(upload, 2 * Numbering.STEP, NOW);

        assertThat(((Outcome.Registered) again.outcome()).created()).isTrue();
        assertThat(again.changes())
                .contains(new StateChange.PublishTombstone(ACME, hash(1)))
                .noneMatch(StateChange.PublishImage.class::isInstance);
    }

    @Test
    void createsAPurgedImageAgainInANewUpload() {
        uploadDeleted(1);
        decide(purge("purge", ACME, ACCEPTED, hash(1)));

        var decision = decide(register("anew", ACME, 1, UserMetadata.NONE));

        assertThat(((Outcome.Registered) decision.outcome()).created()).isTrue();
        assertThat(image(hash(1)).blob()).isEqualTo(blob(ACME, "anew"));
        assertThat(decision.purges()).isEmpty();
    }

    private SourceImage upload(int binary) {
        decide(register("upload-" + binary, ACME, binary, UserMetadata.NONE));
        return image(hash(binary));
    }

    private void uploadDeleted(int binary) {
        upload(binary);
        decide(delete("delete-" + binary, ACME, hash(binary)));
    }

    private Decision decide(CatalogCommand command) {
        var decision = decisions.decide(command, ++commands * Numbering.STEP, NOW);
        decision.changes().forEach(state::write);
        return decision;
    }

    private SourceImage image(ImageHash hash) {
        return state.variant(ACME, hash).orElseThrow().image();
    }

    private static SourceImage changed(Decision decision) {
        return ((Outcome.Changed) decision.outcome()).image();
    }

    private static Effect effect(Decision decision) {
        return ((Outcome.Changed) decision.outcome()).effect();
    }

    private static Outcome.Copied copiedOutcome(Decision decision) {
        return (Outcome.Copied) decision.outcome();
    }

    private static Rejection rejection(Decision decision) {
        return ((Outcome.Rejected) decision.outcome()).reason();
    }

    private static List<String> blobs(Decision decision) {
        return decision.purges().stream()
                .map(BlobPurge::blob)
                .map(it -> it.value())
                .toList();
    }
}
