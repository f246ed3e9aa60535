/// The command `validate`: [io.sluice.standalone.validate.RecordCheck] finds what is wrong with a record that
/// another program would publish.
@NullMarked
package io.sluice.standalone.validate;

import org.jspecify.annotations.NullMarked;
