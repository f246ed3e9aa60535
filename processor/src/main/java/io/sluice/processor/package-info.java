/// The processor as a service: [io.sluice.processor.ProcessorMain] runs it as a process,
/// [io.sluice.processor.Processor] starts its services, also for `sluice serve`.
@NullMarked
package io.sluice.processor;

import org.jspecify.annotations.NullMarked;
