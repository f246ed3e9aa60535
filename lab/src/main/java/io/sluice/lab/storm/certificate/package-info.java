/// Certificates: many seeded kills at the crash points, in batches, each of which is a storm of its own, and the
/// page with their results. Start with [io.sluice.lab.storm.certificate.Certificate].
@NullMarked
package io.sluice.lab.storm.certificate;

import org.jspecify.annotations.NullMarked;
