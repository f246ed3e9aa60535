/// Where the processor time of an upload goes: samples of the server's threads, summed by stage.
@NullMarked
package io.sluice.lab.bench.profile;

import org.jspecify.annotations.NullMarked;
