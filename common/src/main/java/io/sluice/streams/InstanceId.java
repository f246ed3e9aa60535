package io.sluice.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/// The name by which a consumer group recognizes a process after a restart. It is stored with the process's
/// state: the owner of the state is the member that had the partitions.
public final class InstanceId {

    private InstanceId() {}

    /// Returns the id of an application stored in `stateDirectory`, created on first use.
    ///
    /// @throws StreamsStartException when the stored id is invalid
    public static String in(Path stateDirectory, String applicationId) {
        var file = stateDirectory.resolve(applicationId + ".instance");
        try {
            Files.createDirectories(stateDirectory);
            if (Files.notExists(file)) {
                // written to a temporary file and moved, so that a crash leaves no incomplete id
                var fresh = Files.createTempFile(stateDirectory, applicationId, ".instance");
                Files.writeString(fresh, UUID.randomUUID().toString());
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return applicationId + '-' + UUID.fromString(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep an instance id in " + file, e);
        } catch (IllegalArgumentException e) {
            throw new StreamsStartException(file + " does not hold an instance id: remove it", e);
        }
    }
}
