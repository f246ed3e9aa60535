/// The common frame of all services: [io.sluice.service.ServiceMain] runs a service as a process,
/// [io.sluice.service.ServiceProcess] is the frame of such a process and of `sluice serve`,
/// [io.sluice.service.ServiceResources] contains what services share, [io.sluice.service.Readiness] checks
/// whether they work, [io.sluice.service.StatusServer] serves health checks and metrics. Called by the mains
/// of the services and by `sluice serve`.
@NullMarked
package io.sluice.service;

import org.jspecify.annotations.NullMarked;
