/// Comparisons of what a storm has left behind with what its clients were told. Start with
/// [io.sluice.lab.storm.check.Audit].
@NullMarked
package io.sluice.lab.storm.check;

import org.jspecify.annotations.NullMarked;
