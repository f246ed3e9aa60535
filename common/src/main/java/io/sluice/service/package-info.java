/// What every service is made of besides its own work, and what starts it: [io.sluice.service.ServiceMain]
/// runs one as a process, [io.sluice.service.Foundation] is what it stands on, [io.sluice.service.Readiness]
/// tells whether it works, [io.sluice.service.StatusServer] lets operators ask. Called by the mains of the
/// services and by `sluice serve`.
@NullMarked
package io.sluice.service;

import org.jspecify.annotations.NullMarked;
