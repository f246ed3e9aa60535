/// Generated images for the demonstration and the first upload: start with
/// [io.sluice.standalone.sample.Samples]. From [io.sluice.standalone.sample.Rows], files of any size can be
/// written.
@NullMarked
package io.sluice.standalone.sample;

import org.jspecify.annotations.NullMarked;
