package io.sluice.ingest.replay;

import io.sluice.command.RecordPosition;
import io.sluice.command.UploadCommand;
import java.util.Collection;
import java.util.Map;

/// The commands on `sluice.uploads`, as long as Kafka keeps them.
@FunctionalInterface
public interface UploadArchive {

    /// Reads commands again. Those that are not kept any more, or cannot be read, are missing in the result.
    ///
    /// @throws io.sluice.ingest.wire.ProblemException when Kafka does not answer in time
    Map<RecordPosition, UploadCommand> read(Collection<RecordPosition> positions) throws InterruptedException;
}
