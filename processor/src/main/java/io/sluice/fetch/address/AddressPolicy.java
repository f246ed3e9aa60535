package io.sluice.fetch.address;

import java.net.InetAddress;
import java.util.Optional;

/// A policy of the addresses that may be connected to.
@FunctionalInterface
public interface AddressPolicy {

    /// The policy that allows all addresses.
    AddressPolicy ANY = _ -> Optional.empty();

    /// Returns why `address` is not allowed, to follow "its address is"; empty when it may be connected to.
    Optional<String> objection(InetAddress address);
}
