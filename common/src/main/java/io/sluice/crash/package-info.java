/// Crash points: places where a test halts the process to prove that no data is lost.
@NullMarked
package io.sluice.crash;

import org.jspecify.annotations.NullMarked;
