package io.sluice.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Looks up the addresses of a host name. A port, so that tests can answer as a hostile name server would.
@FunctionalInterface
interface Resolver {

    /// The resolver of the operating system.
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /// @return at least one address
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
