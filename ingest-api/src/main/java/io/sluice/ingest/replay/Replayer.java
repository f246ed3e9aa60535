package io.sluice.ingest.replay;

import io.sluice.command.RecordPosition;
import io.sluice.command.Source;
import io.sluice.command.UploadCommand;
import io.sluice.ingest.operation.Operations;
import io.sluice.ingest.operation.Replays;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.ObjectStore;
import io.sluice.view.OperationStatus;
import io.sluice.view.OperationStatus.PartStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Tries rejected operations again, each as a new one. Safe for use by many threads.
public final class Replayer {

    private final Operations operations;
    private final UploadArchive archive;
    private final ObjectStore store;
    private final Publisher publisher;
    private final Clock clock;

    public Replayer(Operations operations, UploadArchive archive, ObjectStore store, Publisher publisher, Clock clock) {
        this.operations = operations;
        this.archive = archive;
        this.store = store;
        this.publisher = publisher;
        this.clock = clock;
    }

    /// What became of an operation that was to be tried again.
    sealed interface Result {
        /// It is tried again as this operation.
        record Accepted(OperationStatus replay) implements Result {}

        /// It had been tried again before, as this operation.
        record Known(OperationStatus replay) implements Result {}

        /// It cannot be tried again.
        record Impossible(String reason) implements Result {}
    }

    /// Returns the operation that tries this one again, if there is one.
    Optional<OperationStatus> replayOf(OperationStatus status) {
        return operations.find(Replays.idOf(status.operation()));
    }

    /// Tries an operation again, and returns once the new one is durable.
    Result replay(OperationStatus status) throws InterruptedException {
        return replay(status, commands(List.of(status)));
    }

    /// Reads the commands of operations that may be tried again.
    Map<RecordPosition, UploadCommand> commands(List<OperationStatus> rejected) throws InterruptedException {
        var positions = rejected.stream()
                .filter(status -> Replays.obstacle(status).isEmpty())
                .filter(status -> replayOf(status).isEmpty())
                .flatMap(status -> Replays.partsToReplay(status).stream())
                .map(PartStatus::command)
                .filter(Objects::nonNull)
                .toList();
        return positions.isEmpty() ? Map.of() : archive.read(positions);
    }

    /// Tries an operation again.
    ///
    /// @param commands result of [#commands]
    Result replay(OperationStatus status, Map<RecordPosition, UploadCommand> commands) throws InterruptedException {
        var known = replayOf(status);
        if (known.isPresent()) {
            return new Result.Known(known.get());
        }
        var obstacle = Replays.obstacle(status);
        if (obstacle.isPresent()) {
            return new Result.Impossible(obstacle.get());
        }
        var sources = new ArrayList<UploadCommand>();
        for (var part : Replays.partsToReplay(status)) {
            var command = commands.get(part.command());
            if (command != null && belongs(command, status) && isThere(command.source())) {
                sources.add(command);
            }
        }
        if (sources.isEmpty()) {
            return new Result.Impossible("Its command or its file is not kept any more: upload it again");
        }
        var replay = publish(status, sources);
        return new Result.Accepted(replay);
    }

    /// Whether the record at the position of a command is that command; topics may be created anew.
    private static boolean belongs(UploadCommand command, OperationStatus status) {
        return command.operation().equals(status.operation())
                && command.organization().equals(status.organization());
    }

    private boolean isThere(Source source) {
        if (!(source instanceof Source.Staged staged)) {
            return true;
        }
        try {
            return store.size(staged.key()) >= 0;
        } catch (BlobNotFoundException _) {
            return false;
        }
    }

    private OperationStatus publish(OperationStatus status, List<UploadCommand> sources) throws InterruptedException {
        var id = Replays.idOf(status.operation());
        var now = clock.instant();
        var replay = new OperationStatus(id, status.organization(), null, now, sources.size(), List.of());
        return operations
                .publishOnce(
                        replay,
                        () -> commands(id, sources, now).stream()
                                .map(command -> publisher.publish(
                                        Topics.UPLOADS, command.id().value(), command))
                                .toList())
                .orElse(replay);
    }

    private static List<UploadCommand> commands(OperationId id, List<UploadCommand> sources, Instant now) {
        var commands = new ArrayList<UploadCommand>();
        for (var i = 0; i < sources.size(); i++) {
            commands.add(sources.get(i).replayedAs(id, new Part(i, sources.size()), now));
        }
        return commands;
    }
}
