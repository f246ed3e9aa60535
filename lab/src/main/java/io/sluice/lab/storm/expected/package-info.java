/// The expected state of a storm: the images with all possible states
/// ([io.sluice.lab.storm.expected.Picture]), and the history of the requests.
@NullMarked
package io.sluice.lab.storm.expected;

import org.jspecify.annotations.NullMarked;
