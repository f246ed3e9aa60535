/// Control of other processes of this machine: [io.sluice.lab.process.Spinners] use its CPU time,
/// [io.sluice.lab.process.Freeze] halts one, [io.sluice.lab.process.Priority] lowers a priority,
/// [io.sluice.lab.process.LogCount] counts logged problems. Used by `sluice storm` and `sluice bench start`.
@NullMarked
package io.sluice.lab.process;

import org.jspecify.annotations.NullMarked;
