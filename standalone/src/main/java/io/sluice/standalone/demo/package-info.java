/// `sluice demo`: the whole main job in one go, in a temporary directory. [io.sluice.standalone.demo.DemoCommand] sets
/// the stage, the tour is what it shows.
@NullMarked
package io.sluice.standalone.demo;

import org.jspecify.annotations.NullMarked;
