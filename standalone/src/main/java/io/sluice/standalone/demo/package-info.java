/// The command `sluice demo`, a demonstration in a temporary directory.
/// [io.sluice.standalone.demo.DemoCommand] starts the server, [io.sluice.standalone.demo.Tour] runs the
/// steps.
@NullMarked
package io.sluice.standalone.demo;

import org.jspecify.annotations.NullMarked;
