/// The rules about images, a class for each family of commands;
/// [io.sluice.catalog.image.Registration] to start with.
@NullMarked
package io.sluice.catalog.image;

import org.jspecify.annotations.NullMarked;
