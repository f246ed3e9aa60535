/// Comparisons of the state after a storm with the responses to its clients. Start with
/// [io.sluice.lab.storm.check.Audit].
@NullMarked
package io.sluice.lab.storm.check;

import org.jspecify.annotations.NullMarked;
