package io.sluice.lab.storm.cluster;

import io.sluice.crash.CrashPoint;

/// A crash point at which a process halts, as `kill -9` would.
///
/// @param pass the number of the pass at which it halts, at least 1
public record ArmedPoint(CrashPoint point, int pass) {

    /// Exit status of a process that has halted at its crash point, or that was killed.
    static final int HALTED = 137;

    /// Returns the option of the JVM.
    String option() {
        return "-Dsluice.crash-point=" + point + '@' + pass;
    }

    @Override
    public String toString() {
        return point + "@" + pass;
    }
}
