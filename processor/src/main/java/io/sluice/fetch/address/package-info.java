/// The addresses to which requests may connect: [io.sluice.fetch.address.Addresses] looks a host up and
/// returns only permitted ones.
@NullMarked
package io.sluice.fetch.address;

import org.jspecify.annotations.NullMarked;
