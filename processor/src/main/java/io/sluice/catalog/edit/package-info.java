/// The changes of one command, collected until all of its images are decided:
/// [io.sluice.catalog.edit.OrganizationEdit] to start with, then [io.sluice.catalog.edit.BinaryEdit]. The
/// result is a [io.sluice.catalog.edit.Decision].
@NullMarked
package io.sluice.catalog.edit;

import org.jspecify.annotations.NullMarked;
