package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Bytes;
import io.sluice.command.Envelope;
import io.sluice.command.ImageDescription;
import io.sluice.command.Origin;
import io.sluice.command.RegistrationCommand;
import io.sluice.command.Source;
import io.sluice.command.Trail;
import io.sluice.command.UploadCommand;
import io.sluice.command.UploadOptions;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.Organization;
import io.sluice.image.UserMetadata;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Instant;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;

class PublishedResultsTest {

    private static final Organization ACME = new Organization("acme");

    private final PublishedResults.Search search =
            new PublishedResults.Search(new MockConsumer<>("earliest"), upload("op-1"));

    @Test
    void aRefusalOfTheUploadIsAResult() {
        assertThat(search.isResult(refusal("op-1", "unsupported-format"))).isTrue();
        assertThat(search.isResult(refusal("op-2", "unsupported-format"))).isFalse();
    }

    /// A process may have ended between the refusal and its dead letter.
    @Test
    void aRefusalAsPoisonIsNone() {
        assertThat(search.isResult(refusal("op-1", "poison"))).isFalse();
    }

    private static RegistrationCommand.CountRejection refusal(String operation, String reason) {
        var envelope = new Envelope(new OperationId(operation), Part.ONLY, ACME, Trail.direct(Instant.EPOCH));
        return new RegistrationCommand.CountRejection(envelope, reason);
    }

    private static UploadCommand upload(String operation) {
        return new UploadCommand(
                new OperationId(operation),
                Part.ONLY,
                ACME,
                new Source.Inline(Bytes.of(new byte[] {1})),
                new ImageDescription("a.jpg", UserMetadata.NONE, DynamicMetadata.NONE, UploadOptions.NONE),
                null,
                1,
                Origin.UNKNOWN);
    }
}
