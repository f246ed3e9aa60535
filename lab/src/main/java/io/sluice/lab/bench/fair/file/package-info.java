/// Files that cost a server more than they weigh, made from nothing. Start with
/// [io.sluice.lab.bench.fair.file.HostileFiles].
@NullMarked
package io.sluice.lab.bench.fair.file;

import org.jspecify.annotations.NullMarked;
