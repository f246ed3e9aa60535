package io.sluice.lab.storm.certificate;

import io.sluice.crash.CrashPoint;
import io.sluice.lab.storm.cluster.ServiceName;

/// A process that has halted at a crash point.
///
/// @param service the process
/// @param pass    the number of the pass at which it has halted
/// @param readyMs time from its end until it was ready again; -1 when it was not before the end of the batch
/// @param endedMs time from its end until all operations had an outcome that were accepted before it; -1 when
///                there was one without before the end of the batch
record Kill(ServiceName service, CrashPoint point, int pass, long readyMs, long endedMs) {

    Card.Place place() {
        return new Card.Place(service.kind(), point);
    }
}
