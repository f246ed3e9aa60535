/// The clients of a storm: [io.sluice.lab.storm.client.Client] uploads, changes, copies and reads images, and records
/// what it is told in the expected state of each image.
@NullMarked
package io.sluice.lab.storm.client;

import org.jspecify.annotations.NullMarked;
