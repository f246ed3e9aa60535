package io.sluice.fetch.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// A resolver of host names. An interface, so that tests can answer like a hostile name server.
@FunctionalInterface
public interface Resolver {

    /// The resolver of the operating system.
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /// @return at least one address
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
