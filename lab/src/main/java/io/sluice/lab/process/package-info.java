/// Other processes of this machine: [io.sluice.lab.process.Spinners] take its processor time,
/// [io.sluice.lab.process.Freeze] halts one, [io.sluice.lab.process.Priority] starts one that has to
/// wait for others, [io.sluice.lab.process.LogCount] counts the problems one has logged. Used by `sluice storm`
/// and `sluice bench start`.
@NullMarked
package io.sluice.lab.process;

import org.jspecify.annotations.NullMarked;
