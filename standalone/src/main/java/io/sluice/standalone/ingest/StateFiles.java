package io.sluice.standalone.ingest;

import io.sluice.standalone.client.Endpoint;
import java.nio.file.Path;
import java.util.List;

/// The files that a run keeps for the next one, by server and organization.
///
/// @param directory directory of the files
/// @param endpoint  the server and the organization
record StateFiles(Path directory, Endpoint endpoint) {

    Path checkpoint() {
        return file(".checkpoint");
    }

    List<Path> reports() {
        return List.of(file(".csv"), file(".ndjson"));
    }

    private Path file(String ending) {
        var base = endpoint.base();
        var name = base.getHost() + '_' + base.getPort() + '_' + endpoint.organization();
        return directory.resolve(name.replaceAll("[^A-Za-z0-9._-]", "_") + ending);
    }
}
