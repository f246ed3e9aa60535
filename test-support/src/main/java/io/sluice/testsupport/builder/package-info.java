/// Builders of commands and images with plain values for all that a test does not set.
@NullMarked
package io.sluice.testsupport.builder;

import org.jspecify.annotations.NullMarked;
