/// Control of other processes of this machine: [io.sluice.lab.process.Spinners] use its CPU time,
/// [io.sluice.lab.process.Freeze] halts one, [io.sluice.lab.process.Priority] lowers a priority,
/// [io.sluice.lab.process.LogCount] counts logged problems, [io.sluice.lab.process.HeapUse] measures a heap. Used
/// by `sluice storm`, `sluice bench start` and `sluice bench scale`.
@NullMarked
package io.sluice.lab.process;

import org.jspecify.annotations.NullMarked;
