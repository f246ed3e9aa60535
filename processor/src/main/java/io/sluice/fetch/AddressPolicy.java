package io.sluice.fetch;

import java.net.InetAddress;
import java.util.Optional;

/// Decides which addresses may be connected to.
@FunctionalInterface
interface AddressPolicy {

    /// Lets everything pass.
    AddressPolicy ANY = _ -> Optional.empty();

    /// What is wrong with `address`, to be read after "its address is"; empty when it may be connected to.
    Optional<String> objection(InetAddress address);
}
