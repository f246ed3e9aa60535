/// Test classes that several modules share: a broker, topics and an object store in memory, a recording
/// publisher, an HTTP server and builders of commands and images.
///
/// The module depends on `common`, so tests of `common` cannot use it from there. Tests that need it, such as
/// the contract test of the object stores and all tests with a broker, are in the test sources of this
/// module, in the package of the tested class; all other tests of `common` are in `common`.
@NullMarked
package io.sluice.testsupport;

import org.jspecify.annotations.NullMarked;
