/// Copies of images between organizations, from one image to all, and deletion of all images of an
/// organization.
@NullMarked
package io.sluice.copier;

import org.jspecify.annotations.NullMarked;
