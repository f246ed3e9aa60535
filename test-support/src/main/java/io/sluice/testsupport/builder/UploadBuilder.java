package io.sluice.testsupport.builder;

import io.sluice.command.Door;
import io.sluice.command.ImageDescription;
import io.sluice.command.Origin;
import io.sluice.command.Source;
import io.sluice.command.UploadCommand;
import io.sluice.command.UploadOptions;
import io.sluice.command.UploadOptions.OptimizeSource;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A builder of upload commands: by default the first attempt of an operation's only file, without name and
/// options.
public final class UploadBuilder extends DescriptionBuilder<UploadBuilder> {

    private final OperationId operation;
    private final Organization organization;
    private final Source source;
    private Part part = Part.ONLY;
    private UploadOptions options = UploadOptions.NONE;
    private @Nullable Instant accepted;
    private int attempt = 1;
    private @Nullable String fingerprint;
    private @Nullable Door door;
    private @Nullable OperationId replayOf;

    private UploadBuilder(OperationId operation, Organization organization, Source source) {
        this.operation = operation;
        this.organization = organization;
        this.source = source;
    }

    public static UploadBuilder upload(OperationId operation, Organization organization, Source source) {
        return new UploadBuilder(operation, organization, source);
    }

    public static UploadBuilder upload(String operation, Organization organization, Source source) {
        return upload(new OperationId(operation), organization, source);
    }

    public UploadBuilder part(Part value) {
        part = value;
        return this;
    }

    public UploadBuilder options(UploadOptions value) {
        options = value;
        return this;
    }

    /// Sets the target format of a conversion, and no other option.
    public UploadBuilder optimize(OptimizeSource value) {
        return options(new UploadOptions(false, value));
    }

    public UploadBuilder accepted(Instant time) {
        accepted = time;
        return this;
    }

    public UploadBuilder attempt(int number) {
        attempt = number;
        return this;
    }

    public UploadBuilder fingerprint(String value) {
        fingerprint = value;
        return this;
    }

    public UploadBuilder door(Door value) {
        door = value;
        return this;
    }

    public UploadBuilder replayOf(OperationId value) {
        replayOf = value;
        return this;
    }

    @Override
    UploadBuilder self() {
        return this;
    }

    public UploadCommand build() {
        return new UploadCommand(
                operation,
                part,
                organization,
                source,
                new ImageDescription(name(), userMetadata(), DynamicMetadata.NONE, options),
                accepted,
                attempt,
                new Origin(fingerprint, door, replayOf, null));
    }
}
