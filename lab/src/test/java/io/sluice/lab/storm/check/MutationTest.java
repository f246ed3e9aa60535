package io.sluice.lab.storm.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.command.Source;
import io.sluice.image.BlobKey;
import io.sluice.lab.storm.expected.Violation;
import io.sluice.lab.storm.expected.Violations;
import io.sluice.operation.CommandId;
import io.sluice.testsupport.builder.UploadBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Proves that the checks of a storm find what they are for: each test breaks a correct system in one way, and the
/// checks name exactly that.
class MutationTest {

    private static final int UPLOADS = 5;

    @TempDir
    private Path directory;

    private MemorySystem system;

    @BeforeEach
    void upload() throws IOException {
        system = new MemorySystem(directory);
        for (var number = 1; number <= UPLOADS; number++) {
            system.upload(number);
        }
    }

    @AfterEach
    void close() throws IOException {
        system.close();
    }

    @Test
    void findsNothingInACorrectSystem() throws Exception {
        assertThat(violations()).isEmpty();
    }

    @Test
    void allowsRepeatedOutcomesAndStates() throws Exception {
        system.outcomes.addAll(List.copyOf(system.outcomes));
        system.images.add(system.images.getFirst());

        assertThat(violations()).isEmpty();
    }

    @Test
    void findsABlobThatWasRemoved() throws Exception {
        var image = system.images.get(2);
        system.store.delete(image.blob());

        assertThat(violations())
                .containsExactlyInAnyOrder(
                        lost("the blob of image acme/" + image.hash() + " is not in the store: " + image.blob()),
                        lost("the bytes of image " + image.hash() + " of acme are not there: {}"));
    }

    @Test
    void findsABlobThatWasReplaced() throws Exception {
        var image = system.images.get(2);
        system.store.put(image.blob(), new byte[] {1, 2, 3});

        assertThat(violations())
                .containsExactly(wrong("image " + image.hash() + " of acme has other bytes than were uploaded"));
    }

    @Test
    void findsAnOutcomeThatWasSwallowed() throws Exception {
        system.outcomes.remove(2);

        assertThat(violations())
                .hasSize(2)
                .contains(lost("operation op-3 was SUCCEEDED and has no outcome"))
                .anySatisfy(violation -> assertThat(violation.text()).startsWith("operation op-3 is not decided at"));
    }

    @Test
    void findsASwallowedOutcomeThatNoClientWaitsFor() throws Exception {
        var image = system.images.getFirst();
        system.uploads.add(UploadBuilder.upload("op-9", MemorySystem.ACME, new Source.StoredObject(image.blob()))
                .build());

        assertThat(violations())
                .containsExactly(new Violation(
                        Violation.Kind.STUCK, "upload op-9#0 was accepted and has no outcome 0 s after all others"));
    }

    @Test
    void findsAnAnswerThatWasSentBeforeTheCatalogKnewTheImage() throws Exception {
        var image = system.images.remove(2);

        assertThat(violations())
                .hasSize(2)
                .contains(lost("image " + image.hash() + " [live true, name " + image.name()
                        + ", label , copied false] of acme is lost"))
                .anySatisfy(
                        violation -> assertThat(violation.text()).startsWith("there are 1 blobs that no image has"));
    }

    @Test
    void findsAnAnswerThatWasSentBeforeTheCommandWasDurable() throws Exception {
        var picture = system.picture(9);
        system.accept(9, picture);

        assertThat(violations())
                .hasSize(3)
                .contains(
                        lost("operation op-9 was SUCCEEDED and has no outcome"),
                        lost(picture.expected() + " of acme is lost"))
                .anySatisfy(violation -> assertThat(violation.text()).startsWith("operation op-9 is not decided at"));
    }

    @Test
    void findsADecisionWithTwoOutcomes() throws Exception {
        system.outcomes.add(MemorySystem.registered(3, system.images.get(2), false));

        assertThat(violations()).singleElement().satisfies(violation -> {
            assertThat(violation.kind()).isEqualTo(Violation.Kind.DOUBLED);
            assertThat(violation.text()).startsWith("operation op-3#0 has different outcomes: ");
        });
    }

    @Test
    void findsADecisionWithTwoRevisions() throws Exception {
        var image = system.images.get(2);
        system.images.add(image.stamped(77, new CommandId("op-3#0")));

        assertThat(violations())
                .containsExactly(new Violation(
                        Violation.Kind.DOUBLED,
                        "command op-3#0 changed image acme/" + image.hash() + " twice, with the revisions 3 and 77"));
    }

    @Test
    void findsARejectionThatTheClientWasNotTold() throws Exception {
        system.outcomes.set(
                2, new Outcome.Rejected(system.outcomes.get(2).envelope(), Instant.EPOCH, new Rejection.Poison()));

        assertThat(violations())
                .containsExactly(wrong(
                        "operation op-3 succeeded according to the client's response, but was" + " [rejected poison]"));
    }

    @Test
    void findsAnImageThatWasNeverUploaded() throws Exception {
        var stranger = system.upload(6);
        system.tenant().pictures().remove(stranger);

        assertThat(violations()).containsExactly(wrong("image " + stranger.hash() + " of acme was never uploaded"));
    }

    @Test
    void findsADeletionThatWasForgotten() throws Exception {
        var deleted = system.upload(6);
        deleted.live().settle(false, Instant.now());

        assertThat(violations()).containsExactly(wrong(deleted.expected() + " of acme is live"));
    }

    @Test
    void findsAnEditThatWasForgotten() throws Exception {
        var renamed = system.upload(6);
        renamed.name().settle("other.jpg", Instant.now());

        assertThat(violations())
                .singleElement()
                .satisfies(violation ->
                        assertThat(violation.text()).startsWith(renamed.expected() + " of acme is shown as "));
    }

    @Test
    void findsACopyThatIsMissing() throws Exception {
        var copied = system.upload(6);
        copied.copied().settle(true, Instant.now());

        assertThat(violations()).containsExactly(lost(copied.expected() + " of acme was not copied"));
    }

    @Test
    void findsOrphanedBlobsThatNothingExplains() throws Exception {
        system.store.put(new BlobKey("blobs/acme/" + new UUID(0, 1)), new byte[] {1});

        assertThat(violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.text()).startsWith("there are 1 blobs that no image has"));
    }

    private List<Violation> violations() throws Exception {
        var violations = new Violations();
        Audit.run(system, List.of(system.tenant()), system.history, 0, Duration.ZERO, violations);
        return violations.all();
    }

    private static Violation lost(String text) {
        return new Violation(Violation.Kind.LOST, text);
    }

    private static Violation wrong(String text) {
        return new Violation(Violation.Kind.WRONG, text);
    }
}
