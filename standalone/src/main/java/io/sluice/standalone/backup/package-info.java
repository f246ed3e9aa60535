/// The commands `sluice backup`, `sluice restore --from` and `sluice migrate`: copies of all data of a server.
/// [io.sluice.standalone.backup.Export] explains why a copy is consistent although the server runs,
/// [io.sluice.standalone.backup.Backup] how it is laid out, [io.sluice.standalone.backup.Import] writes it to
/// another broker.
@NullMarked
package io.sluice.standalone.backup;

import org.jspecify.annotations.NullMarked;
