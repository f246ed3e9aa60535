/// The command `sluice storm`: all services as processes of this machine, clients that record what they are told, a
/// saboteur that breaks something every few seconds, and a verdict whether anything was lost. Start with
/// [io.sluice.lab.storm.Storm]; its result is a [io.sluice.lab.storm.Verdict].
///
/// Packages, from the bottom up: `cluster` (processes and connections), `fault` (what breaks when), `call` (requests),
/// `expected` (what clients know), `client` (what clients do), `check` (comparisons).
@NullMarked
package io.sluice.lab.storm;

import org.jspecify.annotations.NullMarked;
