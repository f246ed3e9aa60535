package io.sluice.ingest.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.operation.OperationId;
import io.sluice.view.OperationStatus;
import io.sluice.view.OperationStatus.PartStatus;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Which operations can be tried again, and as which operation.
public final class Replays {

    private Replays() {}

    /// Returns the id of the operation that tries `original` again. It is the same every time, so that a
    /// repeated request, or a job that is resumed after a crash, does not try anything twice.
    public static OperationId idOf(OperationId original) {
        return new OperationId(UUID.nameUUIDFromBytes(("replay of " + original).getBytes(UTF_8))
                .toString());
    }

    /// Returns the rejected parts whose files are still there, as far as can be known without the store.
    public static List<PartStatus> partsToReplay(OperationStatus status) {
        return status.parts().stream()
                .filter(part -> part.outcome() instanceof Outcome.Rejected rejected
                        && part.command() != null
                        && isSourceKept(part, rejected.reason()))
                .toList();
    }

    /// Returns why an operation cannot be tried again, if that is so.
    public static Optional<String> obstacle(OperationStatus status) {
        return switch (status.state()) {
            case ACCEPTED -> Optional.of("It has not ended yet");
            case SUCCEEDED -> Optional.of("It succeeded");
            case REJECTED -> {
                if (status.uploads().findAny().isEmpty()) {
                    yield Optional.of("Only uploads can be tried again, and their commands are kept for 7 days");
                }
                yield partsToReplay(status).isEmpty()
                        ? Optional.of("The file was deleted when it was refused: upload it again")
                        : Optional.empty();
            }
        };
    }

    /// The API's own copy of a file is deleted with the refusal of its content, and kept when an upload was
    /// given up for another reason. All other sources belong to someone else, or are in the command.
    private static boolean isSourceKept(PartStatus part, Rejection reason) {
        var source = part.upload() == null ? null : part.upload().source();
        return source != null
                && (!source.type().equals("staged")
                        || reason instanceof Rejection.GivenUp
                        || reason instanceof Rejection.Poison);
    }
}
