/// `sluice identify`: what is in files, as a table or as JSON lines, and how far that agrees with a list of
/// expectations.
///
/// Start with [io.sluice.standalone.identify.IdentifyCommand]; called by the command line only.
@NullMarked
package io.sluice.standalone.identify;

import org.jspecify.annotations.NullMarked;
