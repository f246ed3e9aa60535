/// Records that end the process. Readers commit which records may be in work (`CommitMetadata.Claim`);
/// [io.sluice.poison.Suspects] decides how the next reader of a partition processes these.
@NullMarked
package io.sluice.poison;

import org.jspecify.annotations.NullMarked;
