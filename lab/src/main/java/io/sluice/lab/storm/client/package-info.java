/// The clients of a storm: [io.sluice.lab.storm.client.Client] uploads, changes, copies and reads images, and
/// records the responses in the expected state of each image.
@NullMarked
package io.sluice.lab.storm.client;

import org.jspecify.annotations.NullMarked;
