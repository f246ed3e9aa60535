/// The processor as a service: [io.sluice.processor.ProcessorMain] runs it as a process,
/// [io.sluice.processor.Processor] puts its parts together, also for `sluice serve`.
@NullMarked
package io.sluice.processor;

import org.jspecify.annotations.NullMarked;
