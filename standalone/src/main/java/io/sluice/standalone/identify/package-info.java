/// The command `sluice identify`: prints the properties of image files as a table or as JSON lines, and
/// compares them with a manifest of expectations.
///
/// Start with [io.sluice.standalone.identify.IdentifyCommand].
@NullMarked
package io.sluice.standalone.identify;

import org.jspecify.annotations.NullMarked;
