/// What the organization does that is measured against. Start with [io.sluice.lab.bench.fair.attack.Scenario].
@NullMarked
package io.sluice.lab.bench.fair.attack;

import org.jspecify.annotations.NullMarked;
