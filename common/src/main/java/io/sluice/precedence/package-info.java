/// The precedence of organizations with little work over those with much, on the processors of one process:
/// [io.sluice.precedence.Precedence] to start with. Queues decide who is next; this package decides whether
/// the work of a heavy organization may begin now, so that the processors have headroom for the others.
@NullMarked
package io.sluice.precedence;

import org.jspecify.annotations.NullMarked;
