/// The command `sluice storm`: all services as processes of this machine, clients that record their
/// responses, a saboteur that injects a fault every few seconds, and a verdict whether anything was lost.
/// Start with [io.sluice.lab.storm.Storm]; its result is a [io.sluice.lab.storm.Verdict].
///
/// Packages, from the bottom up: `cluster` (processes and connections), `fault` (schedule of faults), `call`
/// (requests), `expected` (expected state), `client` (behavior of clients), `check` (comparisons).
@NullMarked
package io.sluice.lab.storm;

import org.jspecify.annotations.NullMarked;
