/// The commands for single images, `sluice get`, `download`, `rm`, `restore` and `copy`, with
/// [io.sluice.standalone.image.ImageCommand] as their frame.
@NullMarked
package io.sluice.standalone.image;

import org.jspecify.annotations.NullMarked;
