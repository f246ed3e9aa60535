package io.sluice.lab.storm.certificate;

import io.sluice.lab.storm.expected.Violation;
import java.time.Instant;
import java.util.List;

/// The result of a batch, one line of the file of results.
///
/// @param seed       seed of the certificate
/// @param batch      number of the batch, from 1
/// @param run        where and when it ran
/// @param kills      the kills that were made
/// @param work       the work of the clients
/// @param violations all violations
record BatchResult(long seed, int batch, Run run, List<Kill> kills, Work work, List<Violation> violations) {

    BatchResult {
        kills = List.copyOf(kills);
        violations = List.copyOf(violations);
    }

    /// @param began    the time of its beginning
    /// @param seconds  its length
    /// @param program  version of the program
    /// @param machine  the machine and the JVM, for people
    /// @param brokers  number of brokers
    record Run(Instant began, long seconds, String program, String machine, int brokers) {}

    /// @param requests  number of requests
    /// @param accepted  number of operations of which a client received the id
    /// @param poisoned  number of operations that were refused because processes had ended twice during their work
    /// @param downloads number of images whose bytes were compared
    /// @param endedMs   time from the last kill or start until all processes were ready and all operations had
    ///                  an outcome
    record Work(int requests, int accepted, long poisoned, int downloads, long endedMs) {}

    long count(Violation.Kind kind) {
        return violations.stream().filter(violation -> violation.kind() == kind).count();
    }
}
