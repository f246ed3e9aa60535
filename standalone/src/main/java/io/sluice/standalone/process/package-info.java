/// Other processes of this machine: [io.sluice.standalone.process.Spinners] take its processor time,
/// [io.sluice.standalone.process.Freeze] halts one, [io.sluice.standalone.process.Priority] starts one that has to
/// wait for others, [io.sluice.standalone.process.LogCount] counts the problems one has logged. Used by `sluice storm`
/// and `sluice bench start`.
@NullMarked
package io.sluice.standalone.process;

import org.jspecify.annotations.NullMarked;
