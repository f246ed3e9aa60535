/// What the clients of a storm know: the images with all states they may be in
/// ([io.sluice.lab.storm.expected.Picture]), and the history of the requests.
@NullMarked
package io.sluice.lab.storm.expected;

import org.jspecify.annotations.NullMarked;
