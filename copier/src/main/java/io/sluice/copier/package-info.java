/// Copies images between organizations, from one to all of them, and deletes all images of one.
@NullMarked
package io.sluice.copier;

import org.jspecify.annotations.NullMarked;
